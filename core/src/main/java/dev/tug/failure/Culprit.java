package dev.tug.failure;

/// Who gave wrong bytes, as far as fetching and reading them again could tell.
public enum Culprit {
    /// Nobody looked, or not far enough.
    UNKNOWN("why is not known"),

    /// The same bytes came differently at different times: something on the way changes them.
    PATH("they came otherwise each time, so something on the way changes them"),

    /// Each fetch brought the same wrong bytes: the source has them so, or something on the way
    /// rewrites them in the same way every time.
    SOURCE("they came the same every time, so the source itself has wrong bytes"),

    /// Bytes that had come changed where they lie: the disk or the memory of this machine errs.
    DISK("they change on this machine after they came");

    private final String words;

    Culprit(String words) {
        this.words = words;
    }

    /// What is known of the bytes, to follow what they are.
    public String words() {
        return words;
    }
}
