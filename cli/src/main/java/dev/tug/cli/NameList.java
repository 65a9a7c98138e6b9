package dev.tug.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A file of models to pull: a name a line; `#` at its start, or after a space, begins a comment.
final class NameList {
    private static final Path STDIN = Path.of("-");
    private static final int BYTES_MAX = 1_000_000;

    private NameList() {}

    /// Whether `file` means standard input.
    static boolean isStdin(Path file) {
        return file.equals(STDIN);
    }

    /// The names in `file`, each once, in its order; none of them is checked.
    ///
    /// @param file `-` is `stdin`
    /// @throws UsageException if it cannot be read
    static List<String> read(Path file, InputStream stdin) {
        var content = content(file, stdin);
        if (content.length > BYTES_MAX) {
            throw new UsageException(
                    file + " is larger than " + Human.bytes(BYTES_MAX), "is it the right file?");
        }
        return text(file, content)
                .lines()
                .map(line -> line.replaceFirst("(^|\\s)#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
    }

    private static byte[] content(Path file, InputStream stdin) {
        try (var in = isStdin(file) ? stdin : Files.newInputStream(file)) {
            return in.readNBytes(BYTES_MAX + 1);
        } catch (IOException e) {
            throw new UsageException(
                    "cannot read the names in " + file + ": " + e,
                    "give `--from` a file with a name a line, or - for standard input");
        }
    }

    /// Editors of Windows put a mark before the first name.
    private static String text(Path file, byte[] content) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return text.toString().replaceFirst("^\uFEFF", "");
        } catch (CharacterCodingException e) {
            throw new UsageException(file + " is not UTF-8 text", "is it the right file?");
        }
    }
}
