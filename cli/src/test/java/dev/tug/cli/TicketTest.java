package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.NameSource;
import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.diagnosis.Conclusion;
import dev.tug.diagnosis.Diagnosis;
import dev.tug.diagnosis.Host;
import dev.tug.failure.NameTrouble;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

final class TicketTest {
    private static final String HOST = "registry.corp";
    private static final CurlLine.Ways NONE =
            new CurlLine.Ways(List.of(), List.of(), List.of(), Optional.empty());

    @TempDir Path directory;

    /// An examination that ended at the name of the registry, so that nothing was asked for.
    private static Diagnosis nameless(Optional<String> proxy) {
        var failure =
                new PullFailure.Network(
                        "connection to " + HOST,
                        1,
                        new TransferFailure.Unresolved(HOST, NameTrouble.NO_SUCH_NAME));
        var checks =
                List.of(
                        Check.fail("names", HOST, "NXDOMAIN", Cause.NO_ADDRESS, failure)
                                .at(Diagnoses.AT.plusMillis(2_345)));
        return new Diagnosis(
                HOST,
                Diagnoses.AT,
                Duration.ofMillis(3_100),
                checks,
                List.of(
                        new Host(
                                HOST,
                                443,
                                Host.Role.REGISTRY,
                                List.of(),
                                "",
                                Optional.empty(),
                                Optional.empty(),
                                proxy)),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Conclusion.of(checks, HOST));
    }

    @Test
    void what_failed_has_its_time_even_if_nothing_was_asked_for() {
        assertThat(Ticket.of(nameless(Optional.empty()), NONE))
                .contains("Looked at on 2026-03-02T09:30:00Z, for 3.1 s.")
                .contains("  2026-03-02T09:30:02Z fail: registry.corp: names: NXDOMAIN");
    }

    @Test
    void the_command_goes_by_the_ways_that_were_in_force() throws Exception {
        var file = Files.writeString(directory.resolve("it's.pem"), "");
        var more = Files.writeString(directory.resolve("more.pem"), "");
        var ways =
                new CurlLine.Ways(
                        List.of(file, directory, more),
                        List.of(
                                NameSource.Pin.parse("registry.corp:443:192.0.2.7,2001:db8::7"),
                                NameSource.Pin.parse("other.corp:443:192.0.2.8")),
                        List.of("registry.corp:443"),
                        Optional.of(URI.create("https://dns.example/my-own-id?token=s3cret")));

        var text = Ticket.of(nameless(Optional.of("http://proxy.corp:3128")), ways);

        assertThat(text)
                .contains(
                        "curl -v --proxy 'http://proxy.corp:3128' --cacert '%s' --capath '%s'"
                                        .formatted(file.toString().replace("'", "'\\''"), directory)
                                + " --resolve 'registry.corp:443:192.0.2.7,")
                .contains(" --insecure 'https://registry.corp/v2/'")
                .contains("there are also " + more)
                .contains("# names come from dns.example by DNS over HTTPS")
                .doesNotContain("other.corp", "s3cret", "my-own-id");
    }

    @Test
    void where_nothing_was_said_curl_is_told_nothing() {
        assertThat(Ticket.of(nameless(Optional.empty()), NONE))
                .contains("  curl -v 'https://registry.corp/v2/'");
    }
}
