package dev.tug.internal.page;

import dev.tug.failure.Page;

/// What an answer is that is not what was asked for.
public sealed interface Verdict {
    /// Somebody else's word than the server's, or a page for people.
    record Foreign(Page page) implements Verdict {}

    /// The server asks for patience.
    record RateLimit() implements Verdict {}

    /// A signed address is no longer good: another one is to be asked for.
    ///
    /// @param code the store's own word for it
    record ExpiredAddress(String code) implements Verdict {}

    /// The server's own error.
    record OriginError() implements Verdict {}
}
