package dev.tug.internal.proxy;

/// A way to log in to a proxy, the strongest first, in curl's order.
enum Scheme {
    /// Kerberos, with the ticket that the user has.
    NEGOTIATE("Negotiate"),
    /// A digest of the password and what the proxy said (RFC 7616).
    DIGEST("Digest"),
    /// Microsoft's, in version 2 (MS-NLMP).
    NTLM("NTLM"),
    /// The password itself (RFC 7617).
    BASIC("Basic");

    private final String word;

    Scheme(String word) {
        this.word = word;
    }

    /// As it stands in header fields.
    String word() {
        return word;
    }

    boolean isOf(Challenge challenge) {
        return challenge.scheme().equalsIgnoreCase(word);
    }
}
