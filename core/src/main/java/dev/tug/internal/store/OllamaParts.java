package dev.tug.internal.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What Ollama's part files of a blob say together.
///
/// @param parts in the order of their offsets
/// @param unreadable files that are no part's, as a full disk leaves them empty
record OllamaParts(List<OllamaPart> parts, List<Path> unreadable) {
    static final String NO_PART = "there is no part file";

    OllamaParts {
        parts = parts.stream().sorted(Comparator.comparingLong(OllamaPart::offset)).toList();
        unreadable = List.copyOf(unreadable);
    }

    /// What Ollama's claims are worth.
    sealed interface Verdict {
        /// These bytes count as there.
        record Sound(RangeSet present) implements Verdict {}

        /// Nothing of it is to be believed.
        record Unfit(String reason) implements Verdict {}
    }

    static OllamaParts read(List<Path> files) {
        var parts = new ArrayList<OllamaPart>();
        var unreadable = new ArrayList<Path>();
        for (var file : files) {
            try {
                parts.add(OllamaPart.read(file));
            } catch (IOException e) {
                unreadable.add(file);
            }
        }
        return new OllamaParts(parts, unreadable);
    }

    /// Whether parts and data make sense together.
    ///
    /// @param size of the blob
    /// @param length of the data
    Verdict judge(long size, long length) {
        if (parts.isEmpty()) {
            return new Verdict.Unfit(
                    unreadable.isEmpty()
                            ? NO_PART
                            : unreadable.getFirst().getFileName() + " is unreadable");
        }
        var reason = inconsistency(size, length);
        return reason.isEmpty() ? new Verdict.Sound(present()) : new Verdict.Unfit(reason);
    }

    /// Why the parts do not make the blob; empty if they do. As many stretches may be nobody's as
    /// there are files that are unreadable.
    private String inconsistency(long size, long length) {
        int gapsMax = unreadable.size();
        long end = 0;
        int gaps = 0;
        for (var part : parts) {
            gaps += part.offset() > end ? 1 : 0;
            boolean follows = part.offset() >= end && gaps <= gapsMax;
            if (!follows || part.size() < 1 || part.size() > size - part.offset()) {
                return "part " + part.number() + " does not follow the one before it";
            }
            end = part.offset() + part.size();
        }
        if (end != size && gaps == gapsMax) {
            return "the parts make " + end + " of " + size + " bytes";
        }
        return length == size ? "" : "the data file has " + length + " of " + size + " bytes";
    }

    private RangeSet present() {
        var present = new RangeSet();
        for (var part : parts) {
            part.completedRange().ifPresent(range -> present.add(range.start(), range.end()));
        }
        return present;
    }
}
