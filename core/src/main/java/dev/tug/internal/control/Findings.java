package dev.tug.internal.control;

import dev.tug.transfer.Cause;
import dev.tug.transfer.PathProfile;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What has been found out about the path, in words: the finding that weighs most comes first.
final class Findings {
    /// A cause, and its words for a user.
    record Finding(Cause cause, String reason) {}

    /// More cuts than this in a minute are worth a word.
    private static final int LOSSY_CUTS = 3;

    private static final long MINUTE_MILLIS = 60_000;

    private static final Finding NONE = new Finding(Cause.NONE, "");
    private static final Finding INSPECTED =
            new Finding(Cause.INSPECTED, "this path is inspected: adding streams with care");
    private static final Finding NO_GAIN = new Finding(Cause.NO_GAIN, "more streams bring no more");
    private static final Finding LOSSY =
            new Finding(Cause.LOSSY, "connections break one by one; fewer streams would not help");
    private static final Finding HASTY =
            new Finding(Cause.HANDSHAKES, "connections that come too fast are refused");
    private static final Finding HOLDS =
            new Finding(
                    Cause.SCAN_AND_HOLD,
                    "something reads each answer whole before it passes it on");
    private static final Finding NO_RANGES =
            new Finding(
                    Cause.NO_RANGES, "ranges are ignored on the way: one request for each blob");

    private final boolean inspected;
    private final Deque<Long> cutMillis = new ArrayDeque<>();
    private Optional<Finding> blocking = Optional.empty();
    private Optional<Finding> number = Optional.empty();
    private Finding ended = NONE;
    private Finding cuts = NONE;
    private int cutsAbove;
    private int cutsAt;
    private Optional<Finding> connection = Optional.empty();
    private Optional<Finding> recalled = Optional.empty();

    Findings(boolean inspected) {
        this.inspected = inspected;
    }

    void recall(PathProfile profile) {
        if (!profile.reason().isEmpty()) {
            recalled = Optional.of(new Finding(profile.cause(), profile.reason()));
        }
    }

    void answering() {
        blocking = Optional.empty();
    }

    void silent() {
        blocking = Optional.of(new Finding(Cause.OUTAGE, "nobody answers; trying again"));
    }

    void rateLimited(Duration pause) {
        number =
                Optional.of(
                        new Finding(
                                Cause.RATE_LIMITED,
                                pause.isPositive()
                                        ? "the server asks to wait for %d s"
                                                .formatted(pause.toSeconds())
                                        : "the server asks for fewer requests"));
    }

    /// What the server asked for is over.
    void rateLimitOver() {
        number = number.filter(finding -> finding.cause() != Cause.RATE_LIMITED);
    }

    void endedTogether(int streams) {
        ended =
                new Finding(
                        Cause.TOO_MANY,
                        "this network ends all connections when %d are open".formatted(streams));
        number = Optional.of(ended);
    }

    void refusedAbove(int streams) {
        number =
                Optional.of(
                        new Finding(
                                Cause.TOO_MANY,
                                "connections are refused above %d".formatted(streams)));
    }

    void starved(int moving, int of) {
        number =
                Optional.of(
                        new Finding(
                                Cause.STARVATION,
                                "only %d of %d streams got bytes".formatted(moving, of)));
    }

    void limit(Cuts.Limit limit) {
        connection =
                Optional.of(
                        switch (limit) {
                            case Cuts.Limit.Age(var millis) ->
                                    new Finding(
                                            Cause.LIFETIME,
                                            "connections are ended after %d s"
                                                    .formatted(Math.round(millis / 1_000.0)));
                            case Cuts.Limit.Bytes(var bytes) ->
                                    new Finding(
                                            Cause.BYTE_BUDGET,
                                            "connections are ended after %d MB"
                                                    .formatted(Math.round(bytes / 1e6)));
                        });
    }

    void capped(long bytes) {
        connection =
                Optional.of(
                        new Finding(
                                Cause.RESPONSE_SIZE,
                                "answers above %d kB do not come through"
                                        .formatted(bytes / 1_000)));
    }

    void cutApart(long nowMillis) {
        cutMillis.add(nowMillis);
        while (cutMillis.peekFirst() < nowMillis - MINUTE_MILLIS) {
            cutMillis.remove();
        }
    }

    /// The last `count` cuts had one cause.
    void together(int count) {
        for (int i = 0; i < count && !cutMillis.isEmpty(); i++) {
            cutMillis.removeLast();
        }
    }

    /// What weighs most now.
    Finding of(Levels levels, Openings openings, RequestLimit requests, boolean ranges) {
        if (blocking.isPresent()) {
            return blocking.get();
        }
        if (!ranges) {
            return NO_RANGES;
        }
        var wall = levels.wall();
        boolean ends =
                number.filter(ended::equals).isPresent()
                        && wall.filter(Wall.Ending.class::isInstance).isPresent();
        if (levels.held() > 0
                && (ends || wall.filter(Wall.Cutting.class::isInstance).isPresent())) {
            return cutsAbove(levels.held(), wall.map(Wall::streams).orElse(0));
        }
        if (number.isPresent()) {
            return number.get();
        }
        if (requests.holds()) {
            return HOLDS;
        }
        if (connection.isPresent()) {
            return connection.get();
        }
        if (openings.isHasty()) {
            return HASTY;
        }
        if (recalled.isPresent()) {
            return recalled.get();
        }
        if (cutMillis.size() > LOSSY_CUTS) {
            return LOSSY;
        }
        if (levels.noGain()) {
            return NO_GAIN;
        }
        return inspected ? INSPECTED : NONE;
    }

    private Finding cutsAbove(int held, int wall) {
        if (held != cutsAbove || wall != cutsAt) {
            cutsAbove = held;
            cutsAt = wall;
            cuts =
                    new Finding(
                            Cause.TOO_MANY,
                            wall > held + 1
                                    ? "this network cuts connections when %d are open; %d hold"
                                            .formatted(wall, held)
                                    : "this network cuts connections above %d".formatted(held));
        }
        return cuts;
    }
}
