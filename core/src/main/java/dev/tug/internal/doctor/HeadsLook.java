package dev.tug.internal.doctor;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the heads of all answers say of the boxes between; pure.
final class HeadsLook {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;

    private HeadsLook() {}

    /// @param blobs the answers of the host that sends blobs
    static List<Check> of(String host, List<Sighting> blobs, List<Sighting> all) {
        var bodies =
                blobs.stream()
                        .filter(seen -> seen.status() == OK || seen.status() == PARTIAL_CONTENT)
                        .toList();
        var checks = new ArrayList<Check>();
        if (!bodies.isEmpty()) {
            checks.add(
                    bodies.stream().anyMatch(seen -> seen.length() < 0)
                            ? Check.warn(
                                    "length",
                                    host,
                                    "answers come without Content-Length",
                                    Cause.LENGTH_STRIPPED)
                            : Check.ok("length", host, "answers say how long they are"));
            encoding(host, bodies).ifPresent(checks::add);
        }
        var boxes = new LinkedHashSet<String>();
        all.forEach(seen -> boxes(seen).forEach(boxes::add));
        checks.add(
                Check.ok(
                        "on the way",
                        host,
                        boxes.isEmpty() ? "no box names itself" : String.join("; ", boxes)));
        return checks;
    }

    private static Optional<Check> encoding(String host, List<Sighting> bodies) {
        return bodies.stream()
                .flatMap(seen -> seen.field("content-encoding").stream())
                .filter(coding -> !coding.equalsIgnoreCase("identity"))
                .findFirst()
                .map(coding ->
                        Check.warn(
                                "encoding",
                                host,
                                "answers come as " + coding + ", though that was not asked for",
                                Cause.COMPRESSED));
    }

    private static Stream<String> boxes(Sighting seen) {
        return Stream.of("via", "x-squid-error", "proxy-connection", "proxy-authenticate")
                .flatMap(name -> seen.field(name).map(value -> name + ": " + value).stream());
    }
}
