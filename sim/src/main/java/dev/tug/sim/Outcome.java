package dev.tug.sim;

/// What a pull came to.
///
/// @param finished whether it ever ended well
/// @param seconds virtual time that it took
/// @param kills connections that were killed or refused because there were too many, or too fast
/// @param knocks connections that were refused because of such an event before
/// @param cuts requests that failed
/// @param connections connections opened
/// @param fetched body bytes received
/// @param again those of them that were here already
/// @param restarts times that somebody had to start it again by hand
record Outcome(
        boolean finished,
        double seconds,
        int kills,
        int knocks,
        int cuts,
        int connections,
        long fetched,
        long again,
        int restarts) {}
