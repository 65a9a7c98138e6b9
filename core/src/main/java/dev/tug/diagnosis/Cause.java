package dev.tug.diagnosis;

/// What a check may find in the way, the more fundamental first: a conclusion names the first.
public enum Cause {
    /// Nothing stands in the way.
    NONE("nothing stands in the way", ""),

    /// The store cannot be written by this user.
    STORE_NOT_WRITABLE("the store cannot be written", "permission denied"),

    /// The disk has less room than the model needs.
    NO_SPACE("the disk has too little room", "no space left on device"),

    /// The disk fails in another way.
    STORE_BROKEN("the disk of the store fails", "an error of the file system"),

    /// No name server that was asked knows the host.
    NO_ADDRESS("its name has no address here", "dial tcp: lookup ...: no such host"),

    /// The name server will not say where it is.
    NAME_REFUSED(
            "the name server refuses to say where it is (REFUSED)",
            "dial tcp: lookup ...: server misbehaving"),

    /// The name server could not find out.
    NAME_SERVER_TROUBLE(
            "the name server cannot find out where it is (SERVFAIL)",
            "dial tcp: lookup ...: server misbehaving"),

    /// No name server answers.
    NAME_SERVER_SILENT("no name server answers here", "dial tcp: lookup ...: i/o timeout"),

    /// The name server gives an address that is nobody's.
    NAME_HIDDEN(
            "its name leads nowhere, as filters make it",
            "dial tcp 0.0.0.0:443: connect: connection refused"),

    /// The script that is to name the proxy cannot be had, or goes wrong.
    PROXY_SCRIPT(
            "the script that names the proxy before it cannot be had or fails",
            "dial tcp ...: i/o timeout"),

    /// The proxy that was named is not there.
    PROXY_DOWN("the proxy before it cannot be connected to", "proxyconnect tcp: dial tcp ..."),

    /// A proxy wants a login.
    PROXY_LOGIN("a proxy on the way wants a login", "Proxy Authentication Required"),

    /// A proxy will not or cannot connect to the host.
    PROXY_REFUSES("the proxy before it does not connect to it", "Forbidden"),

    /// No connection to the host comes about.
    UNREACHABLE("it cannot be connected to", "dial tcp ...: i/o timeout"),

    /// This machine's clock is so wrong that certificates are not valid by it.
    CLOCK_WRONG(
            "this machine's clock is wrong", "x509: certificate has expired or is not yet valid"),

    /// Who answers at the port speaks something other than TLS.
    NO_TLS("it speaks no TLS there", "http: server gave HTTP response to HTTPS client"),

    /// TLS does not come about, for a reason other than trust.
    TLS_BROKEN("TLS with it is broken on the way", "net/http: TLS handshake timeout"),

    /// The name leads to somebody else.
    FORGED(
            "something else answers in its place, by a forged DNS answer or a portal",
            "x509: certificate is valid for ..., not ..."),

    /// A certificate is not valid at the time that this machine's clock shows.
    OUT_OF_DATE(
            "its certificate is out of date, or this machine's clock is wrong",
            "x509: certificate has expired or is not yet valid: ..."),

    /// The certificates are incomplete, too weak, or nobody understands them.
    CHAIN_POOR(
            "its certificates cannot prove who it is", "x509: certificate signed by ... authority"),

    /// The certificate's authority is not known to this machine.
    UNTRUSTED(
            "its certificate is signed by an authority that this machine does not trust",
            "x509: certificate signed by unknown authority"),

    /// The network wants a login or its terms accepted.
    PORTAL("a captive portal answers in its place", "EOF or x509: certificate is valid for ..."),

    /// A company's login page came in place of an answer.
    LOGIN_PAGE("a login page came in place of its answer", "invalid character '<'"),

    /// A scanner takes the content for malware.
    MALWARE("a scanner takes its content for malware", "max retries exceeded: EOF"),

    /// A page for people came in place of an answer.
    BLOCKED(
            "a page of a filter or portal came in place of its answer",
            "max retries exceeded: EOF"),

    /// A redirect that is not followed: a portal, a circle, down to http.
    LED_ASTRAY("it sends to a place that is not followed, such as a login page", "EOF"),

    /// The registry or its store of bytes wants other credentials, or forbids.
    DENIED("it denies access", "unauthorized: access denied"),

    /// There is no such model.
    NOT_FOUND("it has no such model", "pull model manifest: file does not exist"),

    /// The host limits how often it may be asked.
    RATE_LIMITED("it limits how often it may be asked", "429: Too Many Requests"),

    /// The host, or a gateway before it, is out of order.
    SERVER_TROUBLE(
            "it, or a gateway before it, has trouble of its own", "max retries exceeded: EOF"),

    /// The answer claims success and makes no sense.
    BAD_ANSWER("its answer is not what was asked for", "invalid character '<' looking for ..."),

    /// A connection ended in the middle of an answer.
    CUT("connections to it end early", "max retries exceeded: unexpected EOF"),

    /// No byte comes for as long as the examination can wait.
    SILENT("it takes connections and stays silent", "part ... stalled; retrying"),

    /// Answers take so long that the examination could not wait for one.
    SLOW("answers take longer than could be waited for", "TLS handshake timeout"),

    /// Above a number of connections at once they are refused, cut or answered with a page.
    STREAMS_CAPPED("only so many connections at once are let through", "max retries exceeded: EOF"),

    /// Handshakes are slow when many are made.
    HANDSHAKES_PACED("connections come about slowly when many are opened", "TLS handshake timeout"),

    /// Ranges are dropped: the whole comes for any part.
    RANGES_STRIPPED(
            "the `Range` of requests is dropped on the way",
            "digest mismatch, file must be downloaded again"),

    /// Partial answers are not the ranges asked for.
    RANGES_WRONG("partial answers are not the parts asked for", "digest mismatch"),

    /// Large answers end early or do not come.
    SIZE_CAPPED("large answers do not come through whole", "max retries exceeded: EOF"),

    /// Answers are held until they are scanned.
    HELD("answers are held back, as by a scanner", "part ... stalled; retrying"),

    /// Answers come compressed though nobody asked for it.
    COMPRESSED("answers are compressed on the way", "digest mismatch"),

    /// `Content-Length` is dropped.
    LENGTH_STRIPPED(
            "the `Content-Length` of answers is dropped on the way",
            "digest mismatch ... got sha256:e3b0c44298fc"),

    /// Something on the way opens TLS.
    INSPECTED("TLS is opened on the way", ""),

    /// The user wants no proof of who a host is.
    UNVERIFIED("its certificate is not looked at, as was asked for", ""),

    /// Some addresses of a host answer and others do not.
    SOME_ADDRESSES_DEAD("some of its addresses do not answer", ""),

    /// Ollama, which runs, looks at another store.
    OTHER_STORE("the Ollama that runs here has another store", ""),

    /// The time was over before the check.
    NO_TIME("there was no time for it", "");

    private final String meaning;
    private final String inOllama;

    Cause(String meaning, String inOllama) {
        this.meaning = meaning;
        this.inOllama = inOllama;
    }

    /// What it means, to follow the name of a host or of the store.
    public String meaning() {
        return meaning;
    }

    /// What Ollama prints in such a network, as far as is known; empty if it minds nothing.
    public String inOllama() {
        return inOllama;
    }
}
