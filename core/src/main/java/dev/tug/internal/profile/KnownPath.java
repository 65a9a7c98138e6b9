package dev.tug.internal.profile;

import dev.tug.transfer.Cause;
import dev.tug.transfer.PathProfile;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is known of one path, since when, and how often it proved true.
///
/// @param learned when a pull found or confirmed it last
/// @param pulls pulls in a row that agreed, 1..[#PULLS_MAX]; 0 if another machine's pulls did
public record KnownPath(PathKey key, PathProfile profile, Instant learned, int pulls) {
    /// After it nothing is known any more (the control law's 7 days).
    public static final Duration FORGOTTEN = Duration.ofDays(7);

    /// What each pull that agrees adds to the time for which a profile is believed. Tug's own: a
    /// network that changed overnight costs one pull a minute, one that held all week costs none.
    static final Duration BELIEVED_PER_PULL = Duration.ofDays(1);

    /// More pulls than this add nothing: a profile is forgotten as soon as it is doubted.
    static final int PULLS_MAX = 7;

    /// From here on confidence is high.
    private static final int PULLS_SURE = 3;

    /// A clock may be set back by this much before what it stamped counts as nonsense.
    private static final Duration AHEAD_MAX = Duration.ofDays(1);

    /// Two figures agree that differ by no more than this part of the larger, a quarter: such is the
    /// play of chance in one network.
    private static final long TOLERANCE = 4;

    public KnownPath {
        if (pulls < 0 || pulls > PULLS_MAX) {
            throw new IllegalArgumentException("pulls not in 0..7: " + pulls);
        }
    }

    /// How far a profile is believed.
    public enum Confidence {
        /// Old, or from another machine: where to start, and to be proved anew.
        LOW,
        /// One or two pulls agree.
        FAIR,
        /// Three pulls or more agree.
        HIGH
    }

    /// The age at `now`; zero if the clock was set back since.
    public Duration age(Instant now) {
        var age = Duration.between(learned, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /// Whether it is too old to be worth anything, or dated in a future that no clock's error explains.
    public boolean isForgotten(Instant now) {
        return age(now).compareTo(FORGOTTEN) > 0 || learned.isAfter(now.plus(AHEAD_MAX));
    }

    /// How far it is believed at `now`.
    public Confidence confidence(Instant now) {
        if (age(now).compareTo(BELIEVED_PER_PULL.multipliedBy(pulls)) > 0 || pulls == 0) {
            return Confidence.LOW;
        }
        return pulls < PULLS_SURE ? Confidence.FAIR : Confidence.HIGH;
    }

    /// The same in another local network.
    public KnownPath in(String network) {
        return new KnownPath(key.in(network), profile, learned, pulls);
    }

    /// What a pull at `now` is to start from; empty if it is forgotten.
    ///
    /// Of a profile with low confidence the numbers of streams that held or were too many are left
    /// out, so that a control probes anew from where the last one ended, and ranges are tried: to
    /// believe that there are none would cost more than a minute if it were wrong.
    Optional<PathProfile> at(Instant now) {
        if (isForgotten(now)) {
            return Optional.empty();
        }
        return Optional.of(confidence(now) == Confidence.LOW ? doubted() : profile);
    }

    private PathProfile doubted() {
        return new PathProfile(
                profile.streams(),
                0,
                0,
                profile.certify(),
                profile.recover(),
                profile.spacing(),
                profile.requestBytesMax(),
                profile.retireAge(),
                profile.retireBytes(),
                profile.firstByte(),
                true,
                profile.cause(),
                profile.reason());
    }

    /// What is known once another pull has learned `fresh`.
    ///
    /// A pull that proved nothing does not overrule one that did: it may have run beside it, or have
    /// been too short to meet what stands in the way.
    KnownPath after(PathProfile fresh, Instant now) {
        boolean isOver = isForgotten(now);
        if (!isOver && !provesSomething(fresh) && provesSomething(profile)) {
            return confidence(now) == Confidence.LOW ? replaced(fresh, now) : this;
        }
        boolean repeats = fresh.cause() == Cause.PROFILE && !isOver;
        var kept = repeats ? explained(fresh, profile) : fresh;
        boolean agrees = !isOver && agree(kept, profile);
        return new KnownPath(key, kept, now, agrees ? Math.min(pulls + 1, PULLS_MAX) : 1);
    }

    private KnownPath replaced(PathProfile fresh, Instant now) {
        return new KnownPath(key, fresh, now, 1);
    }

    private static boolean provesSomething(PathProfile profile) {
        return profile.cause() != Cause.NONE || profile.held() > 0 || profile.wall() > 0;
    }

    /// `fresh` with the cause and the words of `before`: that an earlier pull learned it is no cause.
    private static PathProfile explained(PathProfile fresh, PathProfile before) {
        return new PathProfile(
                fresh.streams(),
                fresh.held(),
                fresh.wall(),
                fresh.certify(),
                fresh.recover(),
                fresh.spacing(),
                fresh.requestBytesMax(),
                fresh.retireAge(),
                fresh.retireBytes(),
                fresh.firstByte(),
                fresh.ranges(),
                before.cause(),
                before.reason());
    }

    /// Whether two pulls saw the same network. A wall that only one of them met is no contradiction.
    private static boolean agree(PathProfile a, PathProfile b) {
        return near(a.streams(), b.streams(), 1)
                && (a.wall() == 0 || b.wall() == 0 || near(a.wall(), b.wall(), 1))
                && a.ranges() == b.ranges()
                && near(requestBytes(a), requestBytes(b), 0)
                && near(a.retireAge().toMillis(), b.retireAge().toMillis(), 0)
                && near(a.retireBytes(), b.retireBytes(), 0);
    }

    /// Sizes above the largest that is asked for are no limit and all the same.
    private static long requestBytes(PathProfile profile) {
        return Math.min(profile.requestBytesMax(), PathProfile.REQUEST_BYTES_MAX);
    }

    private static boolean near(long a, long b, long slack) {
        return Math.abs(a - b) <= Math.max(slack, Math.max(a, b) / TOLERANCE);
    }
}
