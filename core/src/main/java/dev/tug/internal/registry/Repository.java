package dev.tug.internal.registry;

import dev.tug.blob.Digest;

import java.net.URI;
import java.util.regex.Pattern;

/// A place in a registry that holds manifests and blobs.
///
/// @param base the registry, such as `https://registry.ollama.ai`: http or https, nothing but host and
///     port
/// @param path the repository's name there, such as `library/llama3`
public record Repository(URI base, String path) {
    /// What names may hold, wider than the distribution specification: Hub users have capitals.
    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");

    public Repository {
        if (!isRegistry(base)) {
            throw new IllegalArgumentException("no registry's address: " + base.getScheme());
        }
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("no repository: " + path);
        }
    }

    /// Host, and port unless it is the scheme's own.
    public String host() {
        return origin().authority();
    }

    Origin origin() {
        return Origin.of(base);
    }

    URI manifest(Reference reference) {
        return base.resolve("/v2/" + path + "/manifests/" + reference.text());
    }

    URI blob(Digest digest) {
        return base.resolve("/v2/" + path + "/blobs/" + digest);
    }

    /// What the blob's pieces hash to, as Ollama's registry tells (ollama 8.1).
    URI chunkSums(Digest digest) {
        return base.resolve("/v2/" + path + "/chunksums/" + digest);
    }

    /// The scope of a token that allows to read here.
    String pullScope() {
        return "repository:" + path + ":pull";
    }

    private static boolean isRegistry(URI base) {
        return ("https".equals(base.getScheme()) || "http".equals(base.getScheme()))
                && base.getHost() != null
                && base.getRawUserInfo() == null
                && base.getRawQuery() == null
                && base.getRawFragment() == null
                && (base.getRawPath().isEmpty() || base.getRawPath().equals("/"));
    }
}
