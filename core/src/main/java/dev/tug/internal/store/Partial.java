package dev.tug.internal.store;

import dev.tug.blob.Digest;
import dev.tug.model.ModelName;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// A blob that was begun and is not done.
///
/// @param model that it was begun for, if that is known
/// @param kept bytes that need not be fetched again
/// @param size of the whole blob, as far as its file says
/// @param modified when bytes of it came last
/// @param isOllamas whether an interrupted `ollama pull` left it
/// @param holder the process that works on it, 0 if unknown; empty if nobody does
public record Partial(
        Digest digest,
        Optional<ModelName> model,
        long kept,
        long size,
        Instant modified,
        boolean isOllamas,
        OptionalLong holder) {}
