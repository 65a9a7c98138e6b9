package dev.tug.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A command that brings one model, or its weights alone, into an empty folder.
///
/// @param command for `sh`, with names in braces for what differs from run to run
record Client(String name, String command) {
    /// What a run is about.
    ///
    /// @param site where the model is
    /// @param out an empty folder of the run's own
    /// @param trust the authority of the site, and a folder with it alone
    record Task(Site site, Payload payload, Path out, Trust trust) {
        private Map<String, String> values() {
            var values = new LinkedHashMap<String, String>();
            values.put("url", site.blobUrl(payload.weights()));
            values.put("reference", site.reference(payload.model()));
            values.put("image", site.reference(payload.image()));
            values.put("ca", trust.pem().toString());
            values.put("certs", trust.folder().toString());
            values.put("sha256", payload.weights().hex());
            values.put("out", out.toString());
            return values;
        }
    }

    /// Whom clients are to believe.
    ///
    /// @param pem the authority's certificate
    /// @param folder one that holds nothing but it, as `ca.crt`
    record Trust(Path pem, Path folder) {}

    /// The command with all names replaced.
    String commandFor(Task task) {
        var text = command;
        for (var value : task.values().entrySet()) {
            text = text.replace("{" + value.getKey() + "}", quoted(value.getValue()));
        }
        return text.replace("{ranges}", ranges(task));
    }

    /// As one word of a shell.
    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /// 16 transfers of one run of curl: each a range into a part of its own.
    private static String ranges(Task task) {
        int parts = 16;
        long size = task.payload().weights().size();
        long each = (size + parts - 1) / parts;
        var text = new StringBuilder();
        for (int part = 0; part < parts; part++) {
            text.append(
                    "%s -sSf --cacert %s -r %d-%d -o %s/part.%02d %s"
                            .formatted(
                                    part == 0 ? "" : " --next",
                                    quoted(task.trust().pem().toString()),
                                    part * each,
                                    Math.min(size, (part + 1) * each) - 1,
                                    quoted(task.out().toString()),
                                    part,
                                    quoted(task.site().blobUrl(task.payload().weights()))));
        }
        return text.toString();
    }
}
