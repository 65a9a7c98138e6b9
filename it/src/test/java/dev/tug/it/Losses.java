package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/// What it costs to end runs of one pull in the middle: the bytes that nginx has to serve again.
///
/// The server's log knows the ranges that it sent, so that each loss is told from those of other
/// runs, and from what streams of one run take over from each other.
final class Losses {
    /// What one stream may have to fetch again: 2 MiB are recorded at once, the rest is on its way.
    private static final long STREAM_MAX = 4_000_000;

    /// An answer that ended so shortly before may still be on its way through the kernel.
    private static final long ON_THE_WAY_MILLIS = 1_000;

    private final Nginx nginx;
    private final List<End> ends = new ArrayList<>();
    private int runStart;

    /// One run that was ended.
    ///
    /// @param from its first entry in the log
    /// @param to the first that is not its
    /// @param streams that were in use at its end
    private record End(int from, int to, long streams) {}

    /// Starts at the end of what `nginx` has served.
    Losses(Nginx nginx) throws Exception {
        this.nginx = nginx;
        this.runStart = nginx.servedInAll().entries().size();
    }

    /// Takes note of a run that is gone, and was told to end at `millis` since 1970.
    void ended(long millis) throws Exception {
        var served = nginx.servedInAll();
        var end = served.entries().size();
        ends.add(new End(runStart, end, served.streamsSince(runStart, millis - ON_THE_WAY_MILLIS)));
        runStart = end;
    }

    /// Asserts, after the last run, that no end cost more than its streams may lose.
    ///
    /// @return bytes lost in all
    long assertSmall() throws Exception {
        var served = nginx.servedInAll();
        var sum = 0L;
        for (var end : ends) {
            var lost = served.servedAgain(end.from(), end.to());
            assertThat(lost)
                    .as("served again after %d streams were ended", end.streams())
                    .isLessThanOrEqualTo(end.streams() * STREAM_MAX);
            sum += lost;
        }
        System.out.printf("%d ends: %d bytes served again%n", ends.size(), sum);
        return sum;
    }
}
