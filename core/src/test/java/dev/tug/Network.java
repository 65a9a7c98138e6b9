package dev.tug;

import dev.tug.diagnosis.Cause;

import java.util.function.Consumer;

/// A network, and what the doctor has to find in it.
///
/// @param make turns the lab into it
/// @param cause that the verdict names
/// @param check the one that finds it
/// @param pulls whether a pull works there all the same
/// @param says words in the checks or the verdict; may be empty
record Network(
        String words,
        Consumer<PullRig> make,
        Cause cause,
        String check,
        boolean pulls,
        String says) {
    static Network works(String words, Consumer<PullRig> make, Cause cause, String check) {
        return new Network(words, make, cause, check, true, "");
    }

    static Network fails(String words, Consumer<PullRig> make, Cause cause, String check) {
        return new Network(words, make, cause, check, false, "");
    }

    Network saying(String text) {
        return new Network(words, make, cause, check, pulls, text);
    }

    @Override
    public String toString() {
        return words;
    }
}
