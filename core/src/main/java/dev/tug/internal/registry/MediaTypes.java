package dev.tug.internal.registry;

import java.util.Locale;
import java.util.Set;

/// Media types that registries use for manifests.
final class MediaTypes {
    static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

    /// What Tug can read, Ollama's own type first: some registries convert to the first they know.
    static final String ACCEPT =
            String.join(", ", DOCKER_MANIFEST, OCI_MANIFEST, OCI_INDEX, DOCKER_LIST);

    private static final Set<String> MANIFESTS = Set.of(DOCKER_MANIFEST, OCI_MANIFEST);
    private static final Set<String> INDEXES = Set.of(DOCKER_LIST, OCI_INDEX);

    private MediaTypes() {}

    static boolean isManifest(String type) {
        return MANIFESTS.contains(type);
    }

    static boolean isIndex(String type) {
        return INDEXES.contains(type);
    }

    /// The type of a `Content-Type` field without its parameters, in lower case.
    static String bare(String contentType) {
        var end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
