package dev.tug.internal.registry;

/// Asks a program that keeps credentials, such as `docker-credential-osxkeychain`.
@FunctionalInterface
public interface CredentialHelper {
    /// Asks for what is kept for a server.
    ///
    /// @param name after `docker-credential-`: letters, digits, `.`, `_` and `-`
    /// @param server as `docker login` named it
    Answer ask(String name, String server, AbortSignal abort);

    /// What the program said.
    sealed interface Answer {
        /// It ended well.
        ///
        /// @param output a JSON object, of at most 64 KiB
        record Output(String output) implements Answer {
            /// Nothing of the secret.
            @Override
            public String toString() {
                return output.length() + " characters";
            }
        }

        /// It knows nothing of the server.
        record Unknown() implements Answer {}

        /// It could not be asked.
        ///
        /// @param reason goes on after "it": `took longer than 10 s`
        record Broken(String reason) implements Answer {}
    }
}
