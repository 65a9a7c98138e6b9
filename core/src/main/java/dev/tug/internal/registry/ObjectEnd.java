package dev.tug.internal.registry;

import java.nio.ByteBuffer;

/// Notices where a JSON object ends (RFC 8259) in text that comes in pieces; owned by one thread.
///
/// Text that does not begin with an object has no end.
final class ObjectEnd {
    private int depth;
    private boolean begun;
    private boolean inString;
    private boolean escaped;

    /// Takes in the next piece, up to its limit; whether the object is complete by then.
    boolean isReachedBy(ByteBuffer piece) {
        while (piece.hasRemaining() && !isReached()) {
            take(piece.get());
        }
        return isReached();
    }

    private boolean isReached() {
        return begun && depth == 0;
    }

    private void take(byte character) {
        if (escaped) {
            escaped = false;
            return;
        }
        switch (character) {
            case '"' -> inString = !inString;
            case '\\' -> escaped = inString;
            case '{', '[' -> deeper(inString ? 0 : 1);
            case '}', ']' -> deeper(inString ? 0 : -1);
            default -> {}
        }
    }

    private void deeper(int by) {
        depth += by;
        begun |= by > 0;
    }
}
