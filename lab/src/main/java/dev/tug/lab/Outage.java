package dev.tug.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether the network behind an appliance is gone, and when it was; its own lock guards all.
final class Outage {
    private final List<Appliance.Silence> over = new ArrayList<>();
    private Optional<Appliance.OutageKind> kind = Optional.empty();
    private long startNanos;

    synchronized void begin(Appliance.OutageKind next) {
        if (kind.isEmpty()) {
            startNanos = Ticks.nanos();
        }
        kind = Optional.of(next);
    }

    synchronized void end() {
        if (kind.isPresent()) {
            over.add(new Appliance.Silence(startNanos, Ticks.nanos()));
        }
        kind = Optional.empty();
        notifyAll();
    }

    /// Whether new connections are reset now.
    synchronized boolean refuses() {
        return kind.filter(Appliance.OutageKind.REFUSE::equals).isPresent();
    }

    /// Waits while nothing goes through.
    synchronized void pass() throws InterruptedException {
        while (kind.isPresent()) {
            wait();
        }
    }

    synchronized List<Appliance.Silence> over() {
        return List.copyOf(over);
    }
}
