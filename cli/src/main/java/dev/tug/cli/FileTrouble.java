package dev.tug.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/// What prevents that a file which the user named is read or written, in words.
final class FileTrouble {
    private FileTrouble() {}

    static String words(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            default -> Objects.requireNonNullElse(e.getMessage(), "the disk fails");
        };
    }
}
