package dev.tug.lab;

/// The time in which a body is under way, for the journal; owned by the thread of the connection.
///
/// It ends before the last bytes leave: a client that has them may ask again at once, and must not
/// be charged with two bodies.
final class Flight implements AutoCloseable {
    private final Journal journal;
    private boolean underWay;

    /// @param counts whether this is content worth counting
    Flight(Journal journal, boolean counts) {
        this.journal = journal;
        this.underWay = counts;
        if (counts) {
            journal.bodyBegan();
        }
    }

    /// Counts bytes that are about to leave.
    void carries(int bytes) {
        journal.bodySent(bytes);
    }

    /// Ends it; more calls do nothing.
    void land() {
        if (underWay) {
            underWay = false;
            journal.bodyEnded();
        }
    }

    @Override
    public void close() {
        land();
    }
}
