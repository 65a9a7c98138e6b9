package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.Appliance;
import dev.tug.lab.ApplianceRules;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.Journal;
import dev.tug.lab.LabRegistry;
import dev.tug.lab.Rule;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// A transfer through an appliance with rules.
final class NetworkRig implements AutoCloseable {
    final TransferRig transfer;
    final Appliance appliance;
    private final LabRegistry registry;

    NetworkRig(Path directory, Rule... rules) throws IOException {
        transfer = new TransferRig(directory);
        registry = LabRegistry.start(transfer.authority(), transfer.cdn);
        appliance = Appliance.inFrontOf(registry, transfer.cdn, ApplianceRules.of(rules));
        transfer.trust(appliance.authority());
    }

    /// What a pull did and cost.
    record Run(Transfer.Totals totals, Duration time) {
        double seconds() {
            return time.toMillis() / 1e3;
        }
    }

    /// Brings `blob` home, bytes proved.
    Run home(GeneratedBlob blob) throws Exception {
        long start = System.nanoTime();
        var totals = transfer.pull(blob);
        var time = Duration.ofNanos(System.nanoTime() - start);
        assertThat(transfer.digestInStore(blob)).isEqualTo(blob.digest());
        return new Run(totals, time);
    }

    Journal journal() {
        return transfer.cdn.journal();
    }

    @Override
    public void close() {
        appliance.close();
        registry.close();
        transfer.close();
    }
}
