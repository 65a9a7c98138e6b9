package dev.tug.cli;

import dev.tug.Tug;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes the manual. Not a command: the build of the packages starts it.
final class ManPages {
    private ManPages() {}

    /// Usage: `ManPages FOLDER DATE`.
    public static void main(String[] args) throws IOException {
        var folder = Path.of(args[0]);
        var root = Main.line(Main.surroundings(Tug::with, OutputStream.nullOutputStream()));
        for (var page : ManPage.pages(root, args[1], Main.version())) {
            Files.writeString(folder.resolve(page.fileName()), page.text(), StandardCharsets.UTF_8);
        }
    }
}
