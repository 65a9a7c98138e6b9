package dev.tug.internal.transfer;

import dev.tug.internal.control.Outage;
import dev.tug.internal.control.StreamControl;

import java.util.random.RandomGenerator;

/// The views of a [TransferState] that the streams of a transfer work through, all under its lock.
///
/// @param crew how many streams
/// @param turns which of them may open a connection
/// @param limits what their requests may be
/// @param leases who works on which bytes
/// @param requests what becomes of what they ask for
/// @param wholeGets what they do where ranges do not work
record Views(
        Crew crew,
        Turns turns,
        Limits limits,
        Leases leases,
        Requests requests,
        WholeGets wholeGets) {

    static Views of(
            TransferState state,
            StreamControl control,
            Transfer.Patience patience,
            RandomGenerator random,
            News news) {
        var crew = new Crew(state, control, news);
        var outage = new Outage();
        var turns = new Turns(state, crew, outage);
        var flights = new Flights();
        var arrivals = new Arrivals(state.nowMillis());
        var limits = new Limits(state, crew, outage, flights, arrivals, patience);
        var watch = new Watch(patience.stall());
        var leases = new Leases(state, crew, turns, limits, flights, arrivals, watch);
        var setbacks = new Setbacks(state, crew, outage, arrivals, patience, random, news);
        var requests = new Requests(state, crew, leases, flights, arrivals, setbacks, news);
        var wholeGets = new WholeGets(state, crew, leases, news);
        return new Views(crew, turns, limits, leases, requests, wholeGets);
    }
}
