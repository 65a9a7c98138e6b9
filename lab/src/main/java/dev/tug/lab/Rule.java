package dev.tug.lab;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;

/// One thing that an [Appliance] does to the connections through it; each origin is counted by
/// itself.
///
/// A number of a connection counts those of its origin from 1. What is random follows from [Seed]
/// and that number alone.
public sealed interface Rule {
    /// At most `connections` may be open at once.
    ///
    /// @param what happens when one more comes, or the ceiling comes down
    record OpenMax(int connections, ApplianceRules.Overflow what) implements Rule {
        public OpenMax {
            positive(connections);
        }
    }

    /// The first `connections` are served in all; later ones are reset.
    record ConnectionsServed(int connections) implements Rule {
        public ConnectionsServed {
            positive(connections);
        }
    }

    /// A connection is cut at an age of `time`, give or take up to `jitter`.
    record LifetimeMax(Duration time, Duration jitter, Fault.CutKind cut) implements Rule {}

    /// A connection is cut after so many bytes from the origin, heads and TLS to the client not
    /// counted.
    record BytesMax(long bytes, Fault.CutKind cut) implements Rule {
        public BytesMax {
            positive(bytes);
        }
    }

    /// Each connection is cut at random, so many times a minute in the mean.
    record RandomCuts(double perMinute, Fault.CutKind cut) implements Rule {
        public RandomCuts {
            if (perMinute <= 0) {
                throw new IllegalArgumentException("perMinute " + perMinute);
            }
        }
    }

    /// Each connection brings at most this from the origin.
    record ConnectionRate(long bytesPerSecond) implements Rule {
        public ConnectionRate {
            positive(bytesPerSecond);
        }
    }

    /// Some connections bring at most this, whatever the others may.
    ///
    /// @param which numbers of the slow ones
    record SlowConnections(LongPredicate which, long bytesPerSecond) implements Rule {
        public SlowConnections {
            positive(bytesPerSecond);
        }

        /// The first of each `n` connections is slow.
        public static SlowConnections oneIn(int n, long bytesPerSecond) {
            return new SlowConnections(number -> number % n == 1 % n, bytesPerSecond);
        }

        /// About `share` of all connections are slow.
        ///
        /// @param seed chooses which
        public static SlowConnections some(double share, long seed, long bytesPerSecond) {
            return new SlowConnections(
                    number -> new SplittableRandom(seed * 31 + number).nextDouble() < share,
                    bytesPerSecond);
        }
    }

    /// All connections of the appliance, to both origins, bring at most this together.
    record LinkRate(long bytesPerSecond) implements Rule {
        public LinkRate {
            positive(bytesPerSecond);
        }
    }

    /// Each piece of a request that a client sends is delayed by `time`, give or take up to `jitter`.
    record Latency(Duration time, Duration jitter) implements Rule {}

    /// TLS handshakes to both origins together begin no faster than this; the others wait.
    record HandshakeRate(int perSecond) implements Rule {
        public HandshakeRate {
            positive(perSecond);
        }
    }

    /// When more than `connections` come within a second, that one and all for `penalty` are reset.
    record HandshakeLimit(int connections, Duration penalty) implements Rule {
        public HandshakeLimit {
            positive(connections);
        }
    }

    /// A TLS handshake takes so long; many may be under way at once.
    record SlowHandshakes(Duration each) implements Rule {}

    /// Some connections are reset when the client has begun its handshake.
    ///
    /// @param which numbers of those connections
    record HandshakeCuts(LongPredicate which) implements Rule {}

    /// Only so many connections to one origin get bytes at a time.
    ///
    /// @param rotation after which a connection gives way to one that waits; if zero, it keeps its
    ///     turn until it has nothing to bring
    record Starvation(int connections, Duration rotation) implements Rule {
        public Starvation {
            positive(connections);
        }
    }

    /// Answers with a longer body do not come through.
    record AnswerMax(long bytes, Refusal what) implements Rule {
        public AnswerMax {
            positive(bytes);
        }
    }

    /// Answers are read whole from the origin, then scanned, then delivered at once.
    ///
    /// Answers without a `Content-Length` pass.
    ///
    /// @param perMegabyte time of the scan for each 10^6 bytes of body
    /// @param comfort what the client gets meanwhile
    /// @param bytesMax answers with a longer body pass unscanned; at most 256 MiB
    record ScanAndHold(Duration perMegabyte, Comfort comfort, long bytesMax) implements Rule {
        /// What the lab holds in memory for one answer.
        public static final long BYTES_MAX = 256L << 20;

        public ScanAndHold {
            positive(bytesMax);
            if (bytesMax > BYTES_MAX) {
                throw new IllegalArgumentException("holds no more than 256 MiB: " + bytesMax);
            }
        }
    }

    /// Speaks HTTP/2 to clients that offer it, and breaks: it resets them at their first frame.
    record BrokenHttp2() implements Rule {}

    /// Chooses all that is random; 1 without this rule.
    record Seed(long value) implements Rule {}

    /// What comes in place of an answer that is too long.
    enum Refusal {
        /// The connection is closed before the head.
        CLOSE,
        /// The head comes, and the connection is closed before the body.
        CLOSE_AFTER_HEAD,
        /// 403 and a page.
        PAGE
    }

    /// What a client gets while its answer is held.
    sealed interface Comfort {
        /// Nothing.
        record Silence() implements Comfort {}

        /// The head at once, and one byte of the body each `every`.
        record Trickle(Duration every) implements Comfort {}

        /// The answer as it comes from the origin, up to `percent` of the body; the rest when it is
        /// scanned.
        record AtEnd(int percent) implements Comfort {
            public AtEnd {
                if (percent < 0 || percent > 100) {
                    throw new IllegalArgumentException("percent not in 0..100: " + percent);
                }
            }
        }
    }

    private static void positive(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit below 1: " + limit);
        }
    }
}
