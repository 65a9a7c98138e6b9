package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.Bandwidth;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;

/// 2026-11-16 is a Monday.
final class RateRulesTest {
    private static final long KILO = 1024;

    private static RateRules rules(String text) {
        return RateRules.parse(text).orElseThrow();
    }

    private static long at(String rules, String time) {
        return rules(rules).at(LocalDateTime.parse(time));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "500, 500",
        "5M, 5242880",
        "5m, 5242880",
        "500K, 512000",
        "1.5G, 1610612736",
        "2.5k, 2560",
        "1T, 1099511627776",
        "0.001, 1",
        "999999999999999T, 9223372036854775807",
        "0, 9223372036854775807",
        "0M, 9223372036854775807",
        "off, 9223372036854775807",
        "NONE, 9223372036854775807",
    })
    void rates_are_written_as_curl_writes_them(String text, long bytesPerSecond) {
        assertThat(RateRule.rate(text)).contains(bytesPerSecond);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "M",
                "-5M",
                "5MB",
                "5 M",
                "5M/s",
                "5M;",
                "5M 8:00-18:00",
                "5M 08:00",
                "5M 25:00-26:00",
                "5M 24:00-08:00",
                "5M 24:01-08:00",
                "5M 08:60-09:00",
                "5M weekend",
                "5M mon-",
                "5M mon-tue-wed",
                "5M mon,",
                "5M mon fri",
                "5M 08:00-18:00 mon",
                "5M mon 08:00-18:00 x",
                "1e5",
                "0x10",
                "NaN",
                "1234567890123456",
                "٥M"
            })
    void anything_else_is_no_rule(String text) {
        assertThat(RateRules.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "07:59:59, false",
        "08:00:00, true",
        "17:59:59, true",
        "18:00:00, false",
    })
    void a_window_begins_with_its_first_minute_and_ends_before_its_last(String time, boolean in) {
        long limit = at("2M 08:00-18:00", "2026-11-16T" + time);
        assertThat(limit).isEqualTo(in ? 2 * KILO * KILO : Bandwidth.UNLIMITED);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T21:59, false",
        "2026-11-20T22:00, true", // Friday evening
        "2026-11-21T05:59, true", // its morning
        "2026-11-21T06:00, false",
        "2026-11-21T22:00, false", // Saturday evening
        "2026-11-22T05:00, false",
        "2026-11-23T05:00, false", // Monday morning is Sunday's night
        "2026-11-23T22:00, true",
    })
    void a_window_over_midnight_is_of_the_day_on_which_it_begins(String time, boolean in) {
        assertThat(at("1K mon-fri 22:00-06:00", time) == KILO).isEqualTo(in);
    }

    @Test
    void days_are_lists_and_spans_that_may_pass_sunday() {
        var days = RateRule.parse("1 sat-mon,wed").orElseThrow().window().orElseThrow().days();
        assertThat(days)
                .containsExactlyInAnyOrder(
                        DayOfWeek.SATURDAY,
                        DayOfWeek.SUNDAY,
                        DayOfWeek.MONDAY,
                        DayOfWeek.WEDNESDAY);
        assertThat(at("1K sat,sun", "2026-11-21T00:00")).isEqualTo(KILO);
        assertThat(at("1K sat,sun", "2026-11-22T23:59")).isEqualTo(KILO);
        assertThat(at("1K sat,sun", "2026-11-23T00:00")).isEqualTo(Bandwidth.UNLIMITED);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-16T03:00, 9223372036854775807",
        "2026-11-16T07:00, 5120",
        "2026-11-16T09:00, 2048",
        "2026-11-16T12:00, 1024",
        "2026-11-16T19:00, 5120",
        "2026-11-16T23:00, 9223372036854775807",
    })
    void windows_go_over_the_rest_and_the_lowest_of_them_wins(String time, long limit) {
        var rules = "5K; 9K; 2K 08:00-18:00; 1K 11:30-13:00; off 22:00-06:00; 3K 08:30-09:30";
        assertThat(at(rules, time)).isEqualTo(limit);
    }

    @Test
    void a_list_is_the_same_as_semicolons() {
        var list = RateRules.parse(List.of("2M 08:00-18:00", " 5M")).orElseThrow();
        assertThat(list).isEqualTo(rules("2M 08:00-18:00; 5M"));
        assertThat(list.text()).isEqualTo("2M 08:00-18:00; 5M");
        assertThat(RateRules.parse(List.of())).isEmpty();
        assertThat(RateRules.parse("1;".repeat(1_000) + "1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "08:00-08:00, 2026-11-16T07:59",
        "00:00-24:00, 2026-11-16T23:59",
        "00:00-00:00, 2026-11-16T00:00",
        "18:00-24:00, 2026-11-16T23:59",
    })
    void a_window_that_ends_where_it_begins_is_a_whole_day(String hours, String time) {
        assertThat(at("1K " + hours, time)).isEqualTo(KILO);
    }

    /// Berlin, 2026: the clock goes from 02:00 to 03:00 on 29 March, from 03:00 to 02:00 on 25 October.
    @ParameterizedTest
    @CsvSource({
        "2026-03-29T00:59:59Z, 02:30-03:30, false",
        "2026-03-29T01:00:00Z, 02:30-03:30, true", // it is 03:00
        "2026-03-29T01:30:00Z, 02:30-03:30, false",
        "2026-10-25T00:15:00Z, 02:00-02:30, true", // it is 02:15
        "2026-10-25T00:45:00Z, 02:00-02:30, false",
        "2026-10-25T01:15:00Z, 02:00-02:30, true", // it is 02:15 again
        "2026-10-25T01:45:00Z, 02:00-02:30, false",
    })
    void the_clock_on_the_wall_counts_when_it_is_changed(Instant now, String hours, boolean in) {
        var wall = LocalDateTime.ofInstant(now, ZoneId.of("Europe/Berlin"));
        assertThat(rules("1K " + hours).at(wall) == KILO).isEqualTo(in);
    }

    /// Against a plain model: minutes of the week that are written down one by one.
    @Test
    void windows_agree_with_a_week_written_down_minute_by_minute() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        var names = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
        var monday = LocalDateTime.parse("2026-11-16T00:00");
        for (int i = 0; i < 300; i++) {
            int first = random.nextInt(7);
            int last = random.nextInt(7);
            int from = random.nextInt(1440);
            int to = random.nextInt(1440);
            var week = new boolean[7 * 1440];
            for (int day = first; ; day = (day + 1) % 7) {
                int length = to > from ? to - from : to - from + 1440;
                for (int minute = 0; minute < length; minute++) {
                    week[(day * 1440 + from + minute) % week.length] = true;
                }
                if (day == last) {
                    break;
                }
            }
            var text =
                    "1K %s-%s %02d:%02d-%02d:%02d"
                            .formatted(
                                    names.get(first),
                                    names.get(last),
                                    from / 60,
                                    from % 60,
                                    to / 60,
                                    to % 60);
            var rules = rules(text);
            for (int minute = 0; minute < week.length; minute += 7) {
                assertThat(rules.at(monday.plusMinutes(minute)) == KILO)
                        .as(text + " at " + minute)
                        .isEqualTo(week[minute]);
            }
        }
    }
}
