package dev.tug.model;

import dev.tug.blob.Digest;
import dev.tug.model.InvalidModelName.Part;

import java.net.IDN;
import java.util.Optional;

/// The name of a model: where its registry is, and what it is called there.
///
/// The grammar is Ollama's, `[scheme://][host/][namespace/]model[:tag]`, so that every name means the
/// same in both programs. Letters keep their case; nothing is trimmed.
///
/// @param scheme as typed, `https` unless given; not validated, the transport decides
/// @param host with a port if given; 1 to 350 of `A-Za-z0-9_-.:`
/// @param namespace 1 to 80 of `A-Za-z0-9_-`
/// @param model 1 to 80 of `A-Za-z0-9_-.`
/// @param tag 1 to 80 of `A-Za-z0-9_-.`
/// @param digest of the manifest, if one revision is meant and not what the tag points to today
public record ModelName(
        String scheme,
        String host,
        String namespace,
        String model,
        String tag,
        Optional<Digest> digest) {
    /// The scheme of a name that has none.
    public static final String DEFAULT_SCHEME = "https";

    /// The host of a name that has none.
    public static final String DEFAULT_HOST = "registry.ollama.ai";

    /// The namespace of a name that has none.
    public static final String DEFAULT_NAMESPACE = "library";

    /// The tag of a name that has none.
    public static final String DEFAULT_TAG = "latest";

    private static final int HOST_LENGTH_MAX = 350;
    private static final int PART_LENGTH_MAX = 80;

    /// @throws InvalidModelName naming the first part that is wrong
    public ModelName {
        check(Part.HOST, host, HOST_LENGTH_MAX, ".:");
        check(Part.NAMESPACE, namespace, PART_LENGTH_MAX, "");
        check(Part.MODEL, model, PART_LENGTH_MAX, ".");
        check(Part.TAG, tag, PART_LENGTH_MAX, ".");
    }

    /// Reads a name as Ollama does, from the right; a digest is not part of its grammar.
    ///
    /// @throws InvalidModelName naming the part that is wrong
    public static ModelName parse(String text) {
        return parse(text, Optional.empty());
    }

    /// Reads a name that may end in `@sha256:<64 hex digits>`.
    ///
    /// @throws InvalidModelName naming the part that is wrong
    public static ModelName parseReference(String text) {
        var at = text.indexOf('@');
        if (at < 0) {
            return parse(text);
        }
        var digest =
                Digest.parse(text.substring(at + 1))
                        .orElseThrow(() ->
                                new InvalidModelName(
                                        Part.DIGEST,
                                        "is not sha256: and 64 lower-case hex digits"));
        return parse(text.substring(0, at), Optional.of(digest));
    }

    private static ModelName parse(String text, Optional<Digest> digest) {
        var rest = text;
        var tag = DEFAULT_TAG;
        var colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = rest.substring(colon + 1);
            rest = rest.substring(0, colon);
        }
        var slash = rest.lastIndexOf('/');
        var model = rest.substring(slash + 1);
        if (slash < 0) {
            return new ModelName(
                    DEFAULT_SCHEME, DEFAULT_HOST, DEFAULT_NAMESPACE, model, tag, digest);
        }
        rest = rest.substring(0, slash);
        slash = rest.lastIndexOf('/');
        var namespace = rest.substring(slash + 1);
        if (slash < 0) {
            return new ModelName(DEFAULT_SCHEME, DEFAULT_HOST, namespace, model, tag, digest);
        }
        rest = rest.substring(0, slash);
        var separator = rest.indexOf("://");
        if (separator < 0) {
            return new ModelName(DEFAULT_SCHEME, ascii(rest), namespace, model, tag, digest);
        }
        if (separator == 0) {
            throw new InvalidModelName(Part.SCHEME, "is missing");
        }
        var host = ascii(rest.substring(separator + "://".length()));
        return new ModelName(rest.substring(0, separator), host, namespace, model, tag, digest);
    }

    /// A host as name servers and certificates have it (RFC 5891), what is no name as it is.
    private static String ascii(String host) {
        var colon = host.lastIndexOf(':');
        var name = colon < 0 ? host : host.substring(0, colon);
        try {
            return IDN.toASCII(name) + host.substring(name.length());
        } catch (IllegalArgumentException _) {
            return host;
        }
    }

    /// The name without what the defaults say: `llama3:latest`, `hf.co/user/model:Q4_K_M`.
    ///
    /// Defaults are recognised in any case of letters; model and tag are always there, the scheme
    /// never is.
    public String shortest() {
        if (!host.equalsIgnoreCase(DEFAULT_HOST)) {
            return toString();
        }
        var inNamespace = namespace.equalsIgnoreCase(DEFAULT_NAMESPACE) ? "" : namespace + "/";
        return inNamespace + model + ":" + tag + digestSuffix();
    }

    /// This name in other letters of the same host, namespace, model and tag.
    public ModelName spelt(String host, String namespace, String model, String tag) {
        return new ModelName(scheme, host, namespace, model, tag, digest);
    }

    /// `host/namespace/model:tag`, then `@` and the digest if there is one.
    @Override
    public String toString() {
        return host + "/" + namespace + "/" + model + ":" + tag + digestSuffix();
    }

    private String digestSuffix() {
        return digest.map(value -> "@" + value).orElse("");
    }

    private static void check(Part part, String text, int lengthMax, String alsoAllowed) {
        if (text.isEmpty()) {
            throw new InvalidModelName(part, "is missing");
        }
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (!isWord(c) && (i == 0 || (c != '-' && alsoAllowed.indexOf(c) < 0))) {
                throw new InvalidModelName(
                        part, (i == 0 ? "starts with " : "contains ") + printable(c));
            }
        }
        if (text.length() > lengthMax) {
            throw new InvalidModelName(
                    part, "has " + text.length() + " characters, at most " + lengthMax);
        }
    }

    private static boolean isWord(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '_';
    }

    private static String printable(char c) {
        return c > ' ' && c < 0x7f ? "'" + c + "'" : "U+%04X".formatted((int) c);
    }
}
