package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/// `tug doctor` behind squid, with the settings that companies are known for.
///
/// Needs root, for namespaces and for squid's interception.
final class DoctorTest {
    private static final long SIZE = 24_000_000;

    @TempDir Path directory;

    private String diagnose(String directives, int code, String... options) throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE);
                var _ = lab.interceptedBy(directives)) {
            var arguments =
                    Stream.concat(
                                    Stream.of("doctor", lab.lab().modelReference()),
                                    Arrays.stream(options))
                            .toArray(String[]::new);
            var running = lab.command().run(arguments);
            var said = running.output() + running.errors();
            assertThat(running.process().exitValue()).as(said).isEqualTo(code);
            assertThat(said).doesNotContain("Exception", "PKIX", "\tat ");
            return said;
        }
    }

    @Test
    void names_the_inspector_and_its_box() throws Exception {
        assertThat(diagnose("", 0))
                .contains(
                        "A pull works from here",
                        "Zscaler inspects TLS on the way",
                        "gateway.corp.test (squid/");
    }

    @Test
    void sees_that_ranges_are_stripped() throws Exception {
        assertThat(diagnose("request_header_access Range deny all", 0))
                .contains(
                        "HTTP 200 with the whole blob",
                        "the `Range` of requests is dropped on the way")
                .contains("digest mismatch, file must be downloaded again");
    }

    @Test
    void sees_that_lengths_are_stripped() throws Exception {
        assertThat(diagnose("reply_header_access Content-Length deny all", 0))
                .contains("answers come without Content-Length", "sha256:e3b0c44298fc");
    }

    @Test
    void sees_how_many_connections_are_let_through() throws Exception {
        assertThat(diagnose("acl many maxconn 4\nhttp_access deny many", 0, "--probe"))
                .containsPattern("warn +streams .*number 5: .*HTTP 403")
                .contains("only so many connections at once", "max retries exceeded: EOF");
    }

    @Test
    void sees_a_page_in_the_place_of_bytes_and_writes_a_ticket() throws Exception {
        var ticket =
                diagnose(
                        "acl content urlpath_regex ^/blob/\nhttp_access deny content",
                        9,
                        "--ticket");
        assertThat(ticket)
                .contains(
                        "Hosts and ports to allow",
                        "blocked by squid (ERR_ACCESS_DENIED): HTTP 403",
                        "O=Zscaler Inc.",
                        "curl -vL --cacert '",
                        " --range 0-1023",
                        "Not tested:")
                .doesNotContain("Signature");
    }
}
