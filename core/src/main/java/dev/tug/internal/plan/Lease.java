package dev.tug.internal.plan;

/// The bytes that one stream works on: those from `position` to `end` are still to come.
///
/// Owned by its [Ledger], under the lock that guards it.
public final class Lease {
    /// A lease that has brought this much flows, and does not trickle.
    private static final long PROOF_BYTES = 64 * 1024;

    private final long start;
    private final boolean whole;
    private long position;

    /// Written under the lock; a stream looks at it between two reads without.
    private volatile long end;

    /// As `end`.
    private volatile boolean revoked;

    private boolean failing;
    private boolean pending;

    private final boolean again;

    /// The stream's rate as it was last measured, at least 1; 0 before that.
    private long bytesPerSecond;

    Lease(long start, long end, boolean whole) {
        this(start, end, whole, false);
    }

    /// @param again whether its bytes have been asked for before, and may be on their way
    Lease(long start, long end, boolean whole, boolean again) {
        this.again = again;
        this.start = start;
        this.position = start;
        this.end = end;
        this.whole = whole;
    }

    public long start() {
        return start;
    }

    public long position() {
        return position;
    }

    public long end() {
        return end;
    }

    public long remaining() {
        return end - position;
    }

    /// Whether this is the one GET of the whole blob, which asks for no range.
    public boolean whole() {
        return whole;
    }

    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    public void rate(long perSecond) {
        bytesPerSecond = perSecond;
    }

    /// Whether the stream is to stop and give the rest back.
    public boolean revoked() {
        return revoked;
    }

    void revoke() {
        revoked = true;
    }

    /// Whether the last request for it failed and brought nothing.
    public boolean failing() {
        return failing;
    }

    public void failing(boolean now) {
        failing = now;
    }

    /// Whether a request for it is out whose body has not begun.
    public boolean pending() {
        return pending;
    }

    public void pending(boolean now) {
        pending = now;
    }

    /// Whether its bytes have been asked for twice, to no avail so far.
    boolean isAskedTwice() {
        return again && position - start < PROOF_BYTES;
    }

    public void moveTo(long newPosition) {
        position = newPosition;
    }

    void cutTo(long newEnd) {
        end = newEnd;
    }
}
