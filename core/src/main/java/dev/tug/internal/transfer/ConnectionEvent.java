package dev.tug.internal.transfer;

import dev.tug.failure.TransferFailure;
import dev.tug.transfer.FlightRecord;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// A connection's life for the flight recorder of the JVM; costs nothing while that is off.
@Name("dev.tug.Connection")
@Label("Connection")
@Category("Tug")
@Description("A connection of a transfer has ended")
@StackTrace(false)
@SuppressWarnings("unused") // the recorder reads the fields
final class ConnectionEvent extends Event {
    @Label("Number")
    private long number;

    @Label("Host")
    private String host = "";

    @Label("Requests")
    private int requests;

    @Label("Body Bytes")
    @DataAmount
    private long bytes;

    @Label("Handshake")
    @Timespan(Timespan.MILLISECONDS)
    private long handshake;

    @Label("Lived")
    @Timespan(Timespan.MILLISECONDS)
    private long lived;

    @Label("End")
    @Description("A class of failure, or why it was closed in peace")
    private String end = "";

    @Label("Failure")
    private String failure = "";

    @Label("Inspector")
    @Description("Who opens TLS on the way, as the certificates tell")
    private String inspector = "";

    /// Records that the connection of `flight` has ended.
    ///
    /// @param peace why, if it did not break
    /// @param inspector who opens TLS on the way; empty if nobody does
    static void record(FlightRecord flight, long handshakeMillis, String peace, String inspector) {
        var event = new ConnectionEvent();
        if (!event.isEnabled()) {
            return;
        }
        event.number = flight.connection();
        event.host = flight.host();
        event.requests = flight.requests();
        event.bytes = flight.bytes();
        event.handshake = handshakeMillis;
        event.lived = flight.lived().toMillis();
        event.end = flight.failure().map(why -> why.getClass().getSimpleName()).orElse(peace);
        event.failure = flight.failure().map(TransferFailure::summary).orElse("");
        event.inspector = inspector;
        event.commit();
    }
}
