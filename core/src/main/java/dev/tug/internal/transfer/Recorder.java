package dev.tug.internal.transfer;

import jdk.jfr.FlightRecorder;

/// The flight recorder of the JVM: its events are loaded only while it is there, for to describe them to
/// it takes CPU time whether it is or not.
final class Recorder {
    private Recorder() {}

    static boolean isThere() {
        return FlightRecorder.isInitialized();
    }
}
