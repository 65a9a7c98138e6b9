package dev.tug.internal.control;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Knows when nobody answers any more, and when to knock again.
///
/// It begins when an attempt to reach somebody fails while no other stream has a connection, and ends
/// with the first answer. Meanwhile one stream at a time knocks: a crowd of them would be a burst of
/// connections at the very moment in which the network comes back.
public final class Outage {
    /// A probe's TCP connection may take so long: a SYN that is lost just before the network is back
    /// is sent again a second later, and not after the long pauses of later ones.
    public static final Duration CONNECT = Duration.ofSeconds(4);

    /// The first wait between two probes, doubled each time.
    private static final long STEP_MILLIS = 500;

    /// The last: with the last second of a probe's connect, in which no SYN is sent, and the handshake,
    /// bytes flow within 5 s of the network's return (networks T12).
    private static final long STEP_MILLIS_MAX = 2_000;

    /// What is over sooner is not worth a word.
    private static final long WORTH_TELLING_MILLIS = 3_000;

    private final Set<Integer> live = new HashSet<>();
    private boolean on;
    private boolean told;
    private long sinceMillis;
    private long nextProbeMillis;
    private long stepMillis;

    /// Whether nobody answers.
    public boolean isOn() {
        return on;
    }

    /// Whether there is an outage, and its begin was told of.
    public boolean isTold() {
        return told;
    }

    /// Whether no stream has a connection that has answered.
    public boolean isNobodyLive() {
        return live.isEmpty();
    }

    /// No probe before this time; long past while there is no outage.
    public long nextProbeMillis() {
        return on ? nextProbeMillis : Long.MIN_VALUE;
    }

    /// Somebody answered `stream`; returns how long the outage was that this ends, if its begin was
    /// told of.
    public Optional<Duration> answered(long nowMillis, int stream) {
        live.add(stream);
        var lasted = Duration.ofMillis(nowMillis - sinceMillis);
        boolean wasTold = told;
        on = false;
        told = false;
        return wasTold ? Optional.of(lasted) : Optional.empty();
    }

    /// The stream's connection has ended, for whatever reason.
    public void ended(int stream) {
        live.remove(stream);
    }

    /// Nobody answered `stream`; returns whether it is time to tell of it, which is so once in each
    /// outage.
    public boolean unanswered(long nowMillis, int stream) {
        live.remove(stream);
        if (!live.isEmpty()) {
            return false;
        }
        if (!on) {
            on = true;
            sinceMillis = nowMillis;
            stepMillis = STEP_MILLIS;
        } else {
            stepMillis = Math.min(2 * stepMillis, STEP_MILLIS_MAX);
        }
        nextProbeMillis = nowMillis + stepMillis;
        boolean tell = !told && nowMillis - sinceMillis >= WORTH_TELLING_MILLIS;
        told |= tell;
        return tell;
    }
}
