package dev.tug.sim;

import dev.tug.failure.TransferFailure;

/// Who pulls: is told by the [Path] what comes of what it asked for.
interface Client {
    /// The connection is there.
    void opened(Flow flow);

    /// No connection came about, or the connection broke; it is closed.
    void broken(Flow flow, TransferFailure failure);

    /// The head of an answer is here.
    void answered(Flow flow, Answer answer);

    /// All bytes that were to be read of the answer are here.
    void complete(Flow flow);

    /// When it next wants to be woken, in seconds.
    double wakeAt();

    /// Does what is due, after anything happened.
    void act();

    /// Whether there is nothing left to do.
    boolean over();
}
