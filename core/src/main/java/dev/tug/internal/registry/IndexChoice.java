package dev.tug.internal.registry;

import dev.tug.blob.Descriptor;
import dev.tug.internal.page.Printable;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Picks one manifest out of an index: the only one, or the one for Linux on this architecture.
///
/// Models do not depend on a platform, so an index with one real entry is taken whatever it says.
///
/// @param architecture in OCI's words: `amd64`, `arm64`
record IndexChoice(String architecture) {
    private static final int NAMED_MAX = 10;

    /// One line of an index.
    ///
    /// @param os empty if it names none
    /// @param architecture empty if it names none
    record Entry(Descriptor manifest, String os, String architecture) {
        /// Whether it is a statement about another entry, as BuildKit adds them, and no image.
        boolean isAttestation() {
            return os.equals("unknown") && architecture.equals("unknown");
        }

        String platform() {
            return os.isEmpty() && architecture.isEmpty()
                    ? "no platform"
                    : Printable.of(os + "/" + architecture);
        }
    }

    ParsedManifest of(List<Entry> entries) {
        var models =
                entries.stream()
                        .filter(Predicate.not(Entry::isAttestation))
                        .filter(IndexChoice::isReadable)
                        .toList();
        if (models.size() == 1) {
            return new ParsedManifest.Index(models.getFirst().manifest());
        }
        return models.stream()
                .filter(it -> it.os().equals("linux") && it.architecture().equals(architecture))
                .findFirst()
                .<ParsedManifest>map(it -> new ParsedManifest.Index(it.manifest()))
                .orElseGet(() -> new ParsedManifest.Bad(complaint(models)));
    }

    private static boolean isReadable(Entry entry) {
        var type = entry.manifest().mediaType();
        return type.isEmpty() || MediaTypes.isManifest(type) || MediaTypes.isIndex(type);
    }

    private String complaint(List<Entry> models) {
        if (models.isEmpty()) {
            return "is an index without a manifest that can be pulled";
        }
        var named =
                models.stream()
                        .limit(NAMED_MAX)
                        .map(Entry::platform)
                        .collect(Collectors.joining(", "));
        return "is an index of "
                + models.size()
                + " manifests, none of them for linux/"
                + architecture
                + ": "
                + named;
    }
}
