package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Whoever inspects TLS is another at each pull, all of them trusted (networks.md T1).
///
/// Needs root, for namespaces and for squid's interception.
@Timeout(120)
final class InspectorChangeTest {
    private static final String ZSCALER = "Zscaler (CN=Zscaler Root CA, O=Zscaler Inc.)";
    private static final String FORTINET = "Fortinet (CN=FortiGate CA, O=Fortinet)";
    private static final String LAST = "at the last pull that was ";

    @TempDir Path directory;

    @Test
    void shows_that_another_authority_signs_than_at_the_last_pull() throws Exception {
        try (var lab = NetworkLab.start(directory, 1_000_000)) {
            try (var _ = lab.interceptedBy("")) {
                var first = lab.awaitPulled(lab.pull());
                assertThat(first.events("inspected"))
                        .isNotEmpty()
                        .allMatch(line -> line.contains(ZSCALER) && !line.contains("\"change\""));
            }
            PulledModel.delete(lab.command().models());
            try (var _ = lab.interceptedBy("", "CN=FortiGate CA,O=Fortinet")) {
                var second = lab.awaitPulled(lab.pull());
                assertThat(second.events("inspected"))
                        .hasSize(2)
                        .allMatch(line ->
                                line.contains("\"authority\":\"CN=FortiGate CA, O=Fortinet\"")
                                        && line.contains("\"change\":\"" + LAST + ZSCALER));
            }
            PulledModel.delete(lab.command().models());
            try (var _ = lab.interceptedBy("")) {
                var third = lab.command().run("pull", lab.modelReference());
                assertThat(third.process().exitValue()).as(third.errors()).isZero();
                assertThat(third.errors().lines())
                        .anyMatch(line ->
                                line.contains("cdn.tug.test")
                                        && line.contains(
                                                ": inspected by "
                                                        + ZSCALER
                                                        + "; "
                                                        + LAST
                                                        + FORTINET));
            }
        }
    }
}
