package dev.tug.cli;

/// What a blob is for, told from its media type.
final class Layers {
    private static final String OLLAMA = "application/vnd.ollama.image.";

    private Layers() {}

    /// A word of at most 9 letters: `model`, `template`, `config`.
    static String kind(String mediaType) {
        if (mediaType.startsWith(OLLAMA)) {
            var word = mediaType.substring(OLLAMA.length());
            return word.length() <= 9 ? word : word.substring(0, 9);
        }
        return mediaType.contains("config") || mediaType.contains("container.image")
                ? "config"
                : "layer";
    }
}
