package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.TransferFailure;
import dev.tug.transfer.FlightRecord;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

final class FlightsTest {
    private static final CannedResponse RESPONSE = CannedResponse.of(206, 100);
    private static final TransferFailure CUT = new TransferFailure.Cut("cdn.example", 5, "reset");
    private final Flights flights = new Flights();

    @Test
    void a_connection_is_told_of_when_it_breaks() {
        flights.answered(RESPONSE.on(7), 1_000, 0);
        flights.received(7, 100);
        flights.answered(RESPONSE.on(7), 1_400, 0);
        flights.received(7, 5);

        assertThat(flights.age(7, 1_500)).isEqualTo(Duration.ofMillis(500));
        assertThat(flights.bytes(7)).isEqualTo(105);
        assertThat(flights.ended(7, 1_600, Optional.of(CUT), ""))
                .contains(
                        new FlightRecord(
                                7,
                                "cdn.example:8443",
                                2,
                                105,
                                Duration.ofMillis(600),
                                Optional.of(CUT)));
        assertThat(flights.ended(7, 1_700, Optional.of(CUT), "")).isEmpty();
    }

    @Test
    void others_end_in_peace_at_the_end() {
        flights.answered(RESPONSE.on(1), 0, 0);
        flights.answered(RESPONSE.on(2), 10, 0);
        flights.received(2, 50);

        assertThat(flights.endAll(100))
                .containsExactlyInAnyOrder(
                        new FlightRecord(
                                1,
                                "cdn.example:8443",
                                1,
                                0,
                                Duration.ofMillis(100),
                                Optional.empty()),
                        new FlightRecord(
                                2,
                                "cdn.example:8443",
                                1,
                                50,
                                Duration.ofMillis(90),
                                Optional.empty()));
        assertThat(flights.endAll(200)).isEmpty();
        assertThat(flights.count()).isEqualTo(2);
    }

    @Test
    void of_an_unknown_connection_it_knows_nothing() {
        flights.received(0, 100);

        assertThat(flights.bytes(0)).isZero();
        assertThat(flights.age(0, 5_000)).isZero();
        assertThat(flights.ended(0, 5_000, Optional.of(CUT), "")).isEmpty();
        assertThat(flights.count()).isZero();
    }
}
