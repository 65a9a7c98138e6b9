package dev.tug.internal.gguf;

import java.util.List;

/// Names of `general.file_type`, as llama.cpp numbers them and Ollama shows them.
final class FileType {
    /// By number; 5 and 6 were withdrawn, and 4 is what Ollama made of a number withdrawn too.
    private static final List<String> NAMES =
            List.of(
                    "F32",
                    "F16",
                    "Q4_0",
                    "Q4_1",
                    "MXFP4",
                    "",
                    "",
                    "Q8_0",
                    "Q5_0",
                    "Q5_1",
                    "Q2_K",
                    "Q3_K_S",
                    "Q3_K_M",
                    "Q3_K_L",
                    "Q4_K_S",
                    "Q4_K_M",
                    "Q5_K_S",
                    "Q5_K_M",
                    "Q6_K",
                    "IQ2_XXS",
                    "IQ2_XS",
                    "Q2_K_S",
                    "IQ3_XS",
                    "IQ3_XXS",
                    "IQ1_S",
                    "IQ4_NL",
                    "IQ3_S",
                    "IQ3_M",
                    "IQ2_S",
                    "IQ2_M",
                    "IQ4_XS",
                    "IQ1_M",
                    "BF16",
                    "Q4_0_4_4",
                    "Q4_0_4_8",
                    "Q4_0_8_8",
                    "TQ1_0",
                    "TQ2_0",
                    "MXFP4");

    private FileType() {}

    static String name(long number) {
        var name = number >= 0 && number < NAMES.size() ? NAMES.get((int) number) : "";
        return name.isEmpty() ? "unknown (" + number + ")" : name;
    }
}
