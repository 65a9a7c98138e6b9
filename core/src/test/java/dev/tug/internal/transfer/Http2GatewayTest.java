package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.Rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Networks T32: Tug speaks HTTP/1.1 alone, so that gateways which break HTTP/2 do it no harm.
@Timeout(60)
final class Http2GatewayTest {
    @TempDir Path directory;

    @Test
    void a_gateway_that_prefers_http_2_and_breaks_it_is_passed_by_http_1() throws Exception {
        var blob = GeneratedBlob.random(32, 12_000_000);
        try (var rig = new NetworkRig(directory, new Rule.BrokenHttp2())) {
            rig.transfer.control(Controls.learning(4));
            var run = rig.home(blob);

            assertThat(run.totals().cuts()).isZero();
            assertThat(rig.appliance.killed()).isZero();
        }
    }
}
