package dev.tug.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// The jars of a package: as Maven has them, but for native libraries and for classes that the AOT
/// cache cannot take.
///
/// Native libraries go into a folder, where they are loaded from without a copy in the temporary
/// directory, which may be mounted `noexec`; those of other platforms stay behind.
final class Jars {
    private static final String NATIVES = "META-INF/native/";

    private final Path natives;
    private final String platform;
    private final FileTime modified;

    /// @param natives where native libraries go
    /// @param platform part of their file names, such as `linux-x86_64`
    /// @param modified the time of everything that is written
    Jars(Path natives, String platform, Instant modified) {
        this.natives = natives;
        this.platform = platform;
        this.modified = FileTime.from(modified);
    }

    /// Usage: `Jars FROM TO PLATFORM EPOCH_SECONDS`, `TO` being the folder of jars and libraries.
    public static void main(String[] args) throws IOException {
        var to = Path.of(args[1]);
        var jars = new Jars(to, args[2], Instant.ofEpochSecond(Long.parseLong(args[3])));
        try (var files = Files.newDirectoryStream(Path.of(args[0]), "*.jar")) {
            for (var file : files) {
                jars.pack(file, to.resolve(file.getFileName()));
            }
        }
    }

    /// Writes what a package needs of `from` to `to`.
    void pack(Path from, Path to) throws IOException {
        var entries = entries(from);
        var isSigned = entries.stream().anyMatch(Entry::isSignature);
        var isOdd = entries.stream().anyMatch(entry -> entry.isNative() || entry.isOldClass());
        if (isSigned || !isOdd) {
            Files.copy(from, to);
        } else {
            var classes = new OldClasses(from);
            try (var out = new ZipOutputStream(Files.newOutputStream(to))) {
                for (var entry : entries) {
                    write(entry, classes, out);
                }
            }
        }
        var _ = Files.setLastModifiedTime(to, modified);
    }

    private void write(Entry entry, OldClasses classes, ZipOutputStream out) throws IOException {
        if (entry.isNative()) {
            if (entry.name.contains(platform)) {
                var file = natives.resolve(entry.name.substring(NATIVES.length()));
                Files.write(file, entry.content);
                var _ = Files.setLastModifiedTime(file, modified);
            }
            return;
        }
        var zip = new ZipEntry(entry.name);
        zip.setLastModifiedTime(modified);
        out.putNextEntry(zip);
        out.write(entry.isOldClass() ? classes.renewed(entry.content) : entry.content);
        out.closeEntry();
    }

    private static List<Entry> entries(Path jar) throws IOException {
        var entries = new ArrayList<Entry>();
        try (InputStream file = Files.newInputStream(jar);
                var in = new ZipInputStream(file)) {
            for (var next = in.getNextEntry(); next != null; next = in.getNextEntry()) {
                entries.add(new Entry(next.getName(), in.readAllBytes()));
            }
        }
        return entries;
    }

    /// One file of a jar.
    private static final class Entry {
        private final String name;
        private final byte[] content;

        private Entry(String name, byte[] content) {
            this.name = name;
            this.content = content;
        }

        private boolean isSignature() {
            return name.startsWith("META-INF/") && name.endsWith(".SF");
        }

        private boolean isNative() {
            return name.startsWith(NATIVES) && !name.endsWith("/");
        }

        private boolean isOldClass() {
            return name.endsWith(".class") && OldClasses.isOld(content);
        }
    }
}
