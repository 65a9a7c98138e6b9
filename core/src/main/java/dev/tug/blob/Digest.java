package dev.tug.blob;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// The SHA-256 of a blob's bytes: its name in a registry, and in the store.
///
/// @param hex 64 lower-case hexadecimal digits
public record Digest(String hex) {
    private static final String PREFIX = "sha256:";
    private static final int HEX_LENGTH = 64;
    private static final int SHORT_LENGTH = 12;

    public Digest {
        if (!isLowerHex64(hex)) {
            throw new IllegalArgumentException("not 64 lower-case hex digits");
        }
    }

    /// Reads the registry's form, `sha256:<hex>`; empty when `text` is anything else.
    public static Optional<Digest> parse(String text) {
        if (!text.startsWith(PREFIX) || !isLowerHex64(text.substring(PREFIX.length()))) {
            return Optional.empty();
        }
        return Optional.of(new Digest(text.substring(PREFIX.length())));
    }

    /// The digest of `bytes`.
    public static Digest of(byte[] bytes) {
        var hash = sha256();
        hash.update(bytes);
        return of(hash);
    }

    /// Ends `hash`, which is reset, and takes its value.
    public static Digest of(MessageDigest hash) {
        return new Digest(HexFormat.of().formatHex(hash.digest()));
    }

    /// A fresh SHA-256.
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// The store's file name: a colon is not legal on Windows, so Ollama writes a hyphen.
    public String fileName() {
        return "sha256-" + hex;
    }

    /// The first 12 digits, as Ollama shows them.
    public String shortForm() {
        return hex.substring(0, SHORT_LENGTH);
    }

    /// The registry's form, `sha256:<hex>`.
    @Override
    public String toString() {
        return PREFIX + hex;
    }

    /// Spelt out: what a record is given by the compiler is put together when it is first called, which
    /// takes a fifth of the start-up time of `tug list`.
    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest digest && digest.hex.equals(hex);
    }

    /// A loop: in a store of many models this is most of what is read.
    private static boolean isLowerHex64(String text) {
        if (text.length() != HEX_LENGTH) {
            return false;
        }
        for (var i = 0; i < HEX_LENGTH; i++) {
            var c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
