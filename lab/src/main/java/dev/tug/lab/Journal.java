package dev.tug.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What a lab server has seen so far; one lock guards all but the byte count.
///
/// Safe for use by many threads.
public final class Journal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<LabRequest> requests = new ArrayList<>();
    private final LongAdder bodyBytesSent = new LongAdder();
    private long connectionsOpened;
    private int connectionsOpen;
    private int connectionsOpenMax;
    private int bodiesInFlight;
    private int bodiesInFlightMax;

    Journal() {}

    /// All requests in the order of arrival, as of now.
    public List<LabRequest> requests() {
        return locked(() -> List.copyOf(requests));
    }

    /// Those requests that `chosen` accepts, in the order of arrival.
    public List<LabRequest> requests(Predicate<LabRequest> chosen) {
        return requests().stream().filter(chosen).toList();
    }

    /// How often the same bytes of the same target were asked for, at most: requests count as the
    /// same if they start at the same byte, or both name no range.
    public int askedMost() {
        var times = new HashMap<String, Integer>();
        for (var request : requests(LabRequest::isBlob)) {
            var first = request.range().map(range -> Long.toString(range.first())).orElse("whole");
            times.merge(request.path() + " " + first, 1, Integer::sum);
        }
        return times.values().stream().mapToInt(count -> count).max().orElse(0);
    }

    /// Connections accepted since the start.
    public long connectionsOpened() {
        return locked(() -> connectionsOpened);
    }

    /// Connections open now.
    public int connectionsOpen() {
        return locked(() -> connectionsOpen);
    }

    /// The most connections that were open at one time. A connection that the client has closed
    /// counts until the server sees that; one that the server closes does not.
    public int connectionsOpenMax() {
        return locked(() -> connectionsOpenMax);
    }

    /// Responses of blob content that are being sent now.
    public int bodiesInFlight() {
        return locked(() -> bodiesInFlight);
    }

    /// The most responses of blob content that were being sent at one time.
    public int bodiesInFlightMax() {
        return locked(() -> bodiesInFlightMax);
    }

    /// Bytes of bodies handed to connections, without headers and framing; what a client has
    /// received is among them.
    public long bodyBytesSent() {
        return bodyBytesSent.sum();
    }

    /// Waits until at least `count` requests have arrived.
    ///
    /// @return whether they have arrived in time
    public boolean awaitRequests(int count, Duration timeout) throws InterruptedException {
        return await(() -> requests.size() >= count, timeout);
    }

    /// Waits until at least `count` responses of blob content are being sent at one time.
    ///
    /// @return whether that came about in time
    public boolean awaitBodiesInFlight(int count, Duration timeout) throws InterruptedException {
        return await(() -> bodiesInFlight >= count, timeout);
    }

    /// Lets both maxima start again from what is open and in flight now.
    public void resetMaxima() {
        locked(() -> {
            connectionsOpenMax = connectionsOpen;
            bodiesInFlightMax = bodiesInFlight;
            return connectionsOpen;
        });
    }

    /// Waits until no more than `count` connections are open.
    ///
    /// @return whether that came about in time
    public boolean awaitOpenAtMost(int count, Duration timeout) throws InterruptedException {
        return await(() -> connectionsOpen <= count, timeout);
    }

    long connectionOpened() {
        return locked(() -> {
            connectionsOpen++;
            connectionsOpenMax = Math.max(connectionsOpenMax, connectionsOpen);
            return ++connectionsOpened;
        });
    }

    void connectionClosed() {
        locked(() -> --connectionsOpen);
    }

    LabRequest requested(Head head, String server, long connection) {
        return locked(() -> {
            var request = head.request(server, connection, requests.size() + 1);
            requests.add(request);
            return request;
        });
    }

    void bodyBegan() {
        locked(() -> bodiesInFlightMax = Math.max(bodiesInFlightMax, ++bodiesInFlight));
    }

    void bodyEnded() {
        locked(() -> --bodiesInFlight);
    }

    void bodySent(int bytes) {
        bodyBytesSent.add(bytes);
    }

    private boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            var nanos = timeout.toNanos();
            while (!condition.getAsBoolean()) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> change) {
        lock.lock();
        try {
            return change.get();
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }
}
