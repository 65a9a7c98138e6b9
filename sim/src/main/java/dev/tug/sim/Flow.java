package dev.tug.sim;

/// One connection on a [Path], and the answer that it carries.
///
/// Owned by its path; a client reads it.
final class Flow {
    /// What a connection is doing.
    enum Phase {
        CONNECTING,
        IDLE,
        /// A request is under way; its answer has not begun.
        ASKED,
        /// Something on the way reads the answer and keeps it.
        HELD,
        /// It was read whole and is being looked at.
        SCANNED,
        BODY,
        CLOSED
    }

    /// A byte is whole in spite of rounding.
    static final double ROUNDING = 1e-3;

    final int number;
    Phase phase = Phase.CONNECTING;

    /// When the phase ends by itself.
    double until = Double.POSITIVE_INFINITY;

    double openingAt;
    double openedAt;
    double askedAt;

    /// Whether the connecting will fail, and how.
    String refusal = "";

    boolean unreachable;

    /// When it breaks, and how.
    double diesAt = Double.POSITIVE_INFINITY;

    String death = "";

    /// Body bytes after which it breaks.
    double budget = Double.POSITIVE_INFINITY;

    /// Rate that it does not exceed.
    double ceiling;

    /// Slow start: the rate that its window allows, and when that doubles.
    double window;

    double windowAt = Double.POSITIVE_INFINITY;
    Answer answer = new Answer.Range();
    boolean ranged;
    long asked;

    /// Whether something on the way keeps the answer until it is whole.
    boolean held;

    double scanSecondsPerMegabyte;

    /// Bytes at which the client stops reading this answer.
    double limit;

    /// Bytes of this answer, and of the answers before it, up to `since`.
    double got;

    double carried;
    double since;
    double rate;

    Flow(int number) {
        this.number = number;
    }

    /// Whether bytes move for it.
    boolean moving() {
        return phase == Phase.BODY || phase == Phase.HELD;
    }

    /// Whether it counts at an appliance.
    boolean established() {
        return phase != Phase.CONNECTING && phase != Phase.CLOSED;
    }

    /// Body bytes of this answer that the client has.
    long received() {
        return phase == Phase.HELD || phase == Phase.SCANNED ? 0 : (long) got;
    }

    /// Body bytes over the connection's life that the client has.
    long connectionBytes() {
        return (long) carried + received();
    }

    /// It ends at `at`, for no fault of the client, unless it ends before.
    void doom(double at, String how) {
        if (at < diesAt) {
            diesAt = at;
            death = how;
        }
    }

    /// Something on the way keeps the answer until it is whole and was looked at.
    void hold(double secondsPerMegabyte) {
        held = true;
        scanSecondsPerMegabyte = secondsPerMegabyte;
    }

    /// The answer is a refusal.
    void refuse(Answer.Refusal refusal) {
        answer = refusal;
        limit = 0;
    }

    void advance(double now) {
        if (rate > 0 && now > since) {
            got = Math.min(limit, got + rate * (now - since));
        }
        since = now;
    }

    /// When the next thing happens to it if all stays as it is.
    double nextAt() {
        double next = Math.min(Math.min(until, diesAt), windowAt);
        if (moving()) {
            double room = Math.min(limit, budget - carried) - got;
            if (room <= ROUNDING) {
                next = Math.min(next, since);
            } else if (rate > 0) {
                next = Math.min(next, since + room / rate);
            }
        }
        return next;
    }
}
