package dev.tug.lab;

/// What a registry asks for before it answers under `/v2/`.
public sealed interface Auth {
    /// Nothing.
    record Anonymous() implements Auth {}

    /// HTTP Basic.
    record Basic(String user, String password) implements Auth {
        /// Hides the password.
        @Override
        public String toString() {
            return "Basic[" + user + "]";
        }
    }

    /// A token with pull scope for the repository.
    ///
    /// @param realm URL of the token endpoint that the challenge names; empty for `/token` of the
    ///     registry itself
    record Bearer(TokenService tokens, String realm) implements Auth {}

    /// Nothing is asked for.
    static Auth none() {
        return new Anonymous();
    }

    /// A token from the registry itself.
    static Auth bearer(TokenService tokens) {
        return new Bearer(tokens, "");
    }
}
