package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.transfer.Cause;

import org.junit.jupiter.api.Test;

import java.time.Duration;

final class FindingsTest {
    private final Findings findings = new Findings(false);
    private final Levels levels =
            new Levels(16, 8, false, false, new Connections(), new CutRates());
    private final Openings openings = new Openings(false);
    private final RequestLimit requests = new RequestLimit();

    private Findings.Finding finding() {
        return findings.of(levels, openings, requests, true);
    }

    private void endAllAt(int streams) {
        var moment = new Moment(10_000, streams, 2_000, 1e6, 0, 1_000_000_000, true);
        levels.ended(streams, 10_000, moment);
        findings.endedTogether(streams);
    }

    @Test
    void nothing_found_nothing_said() {
        assertThat(finding()).isEqualTo(new Findings.Finding(Cause.NONE, ""));
        assertThat(new Findings(true).of(levels, openings, requests, true).cause())
                .isEqualTo(Cause.INSPECTED);
    }

    @Test
    void says_what_is_too_many_until_it_is_known_what_is_borne() {
        endAllAt(16);
        assertThat(finding().reason())
                .isEqualTo("this network ends all connections when 16 are open");

        levels.recall(LevelsTest.profile(4, 4, 0, 10_000), 20_000);
        assertThat(finding().reason())
                .isEqualTo("this network cuts connections when 16 are open; 4 hold");

        endAllAt(5);
        assertThat(finding().reason()).isEqualTo("this network cuts connections above 4");
    }

    @Test
    void names_the_limits_of_a_connection() {
        findings.limit(new Cuts.Limit.Age(60_040));
        assertThat(finding())
                .isEqualTo(
                        new Findings.Finding(Cause.LIFETIME, "connections are ended after 60 s"));

        findings.limit(new Cuts.Limit.Bytes(200_000_000));
        assertThat(finding().reason()).isEqualTo("connections are ended after 200 MB");
    }

    @Test
    void a_wall_weighs_more_than_a_limit_and_silence_more_than_both() {
        findings.limit(new Cuts.Limit.Age(60_000));
        findings.refusedAbove(4);
        assertThat(finding().reason()).isEqualTo("connections are refused above 4");

        findings.silent();
        assertThat(finding().cause()).isEqualTo(Cause.OUTAGE);
        findings.answering();
        assertThat(finding().cause()).isEqualTo(Cause.TOO_MANY);
    }

    @Test
    void some_cuts_in_a_minute_make_a_lossy_link() {
        for (int i = 0; i < 3; i++) {
            findings.cutApart(i * 1_000L);
        }
        assertThat(finding().cause()).isEqualTo(Cause.NONE);

        findings.cutApart(4_000);
        assertThat(finding().cause()).isEqualTo(Cause.LOSSY);
        findings.together(3);
        assertThat(finding().cause()).isEqualTo(Cause.NONE);
    }

    @Test
    void tells_how_long_a_server_asks_to_wait() {
        findings.rateLimited(Duration.ofSeconds(30));

        assertThat(finding().reason()).isEqualTo("the server asks to wait for 30 s");
    }
}
