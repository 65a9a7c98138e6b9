package dev.tug;

import dev.tug.failure.Inspector;
import dev.tug.internal.profile.Egress;
import dev.tug.internal.profile.KnownHost;
import dev.tug.internal.profile.PathKey;
import dev.tug.internal.profile.PathMemory;
import dev.tug.internal.tls.Seen;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Who reads along on one pull's connections: noted host by host, told once, kept for the next pull.
///
/// Owned by the thread that conducts the pull.
final class Onlookers {
    private static final String HTTPS = ":443";

    private final Optional<Boolean> assumed;
    private final PathMemory memory;
    private final Function<String, Egress> egress;
    private final InstantSource time;
    private final Set<String> met = new HashSet<>();
    private final List<KnownHost> noted = new ArrayList<>();
    private @Nullable Inspector found;

    /// @param assumed what the user says, whatever certificates show
    /// @param egress how this machine gets to a host, which has its port
    Onlookers(
            Optional<Boolean> assumed,
            PathMemory memory,
            Function<String, Egress> egress,
            InstantSource time) {
        this.assumed = assumed;
        this.memory = memory;
        this.egress = egress;
        this.time = time;
    }

    /// What a handshake with `host`, which has its port, is to be told of; nothing the second time.
    List<PullEvent> met(String host, Seen seen) {
        if (!met.add(host)) {
            return List.of();
        }
        var news = new ArrayList<PullEvent>();
        var name = host.endsWith(HTTPS) ? host.substring(0, host.length() - HTTPS.length()) : host;
        if (!seen.verified()) {
            news.add(new PullEvent.Unverified(name));
        }
        if (seen.old() == Seen.Old.PROVED || seen.old() == Seen.Old.REMEMBERED) {
            news.add(
                    new PullEvent.Warning(
                            "only TLS 1.2 gets through to "
                                    + name
                                    + ": something on the way swallows the greetings of TLS 1.3"));
        }
        if (seen.verified() && isKeepable(host)) {
            if (found == null) {
                found = seen.inspector().orElse(null);
            }
            var change = note(host, seen);
            if (isTold(seen.inspector(), change)) {
                news.add(new PullEvent.Inspected(name, seen.inspector(), change));
            }
        }
        return news;
    }

    private boolean isTold(Optional<Inspector> inspector, String change) {
        return assumed.orElse(true) && (inspector.isPresent() || !change.isEmpty());
    }

    private static boolean isKeepable(String host) {
        return host.length() < 300 && host.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /// Keeps what was met, for later pulls.
    void keep() {
        noted.forEach(memory::met);
        noted.clear();
    }

    /// What is new since the last pull.
    private String note(String host, Seen seen) {
        var from = egress.apply(host);
        var before = memory.host(from.way(), from.network(), host);
        var at = time.instant();
        var since =
                switch (seen.old()) {
                    case NO, PROVED -> at;
                    // That an offer was not made again proves nothing: some day it is to be.
                    case REMEMBERED ->
                            before.filter(known -> known.isOldAt(at))
                                    .map(KnownHost::learned)
                                    .orElse(at);
                    // It may have been an outage: the next pull is to try at once.
                    case SUSPECTED -> at.minus(KnownHost.OLD_DUE);
                };
        var now =
                new KnownHost(
                        from.way(),
                        from.network(),
                        host,
                        seen.inspector().map(Inspector::fingerprint),
                        seen.inspector().map(Inspector::words).orElse(""),
                        seen.old() != Seen.Old.NO,
                        since);
        noted.add(now);
        return before.filter(known -> !known.inspector().equals(now.inspector()))
                .map(known ->
                        known.inspector().isEmpty()
                                ? "nobody read along at the last pull"
                                : "at the last pull that was " + known.words())
                .orElse("");
    }

    /// Who is expected to read along on `path`, before its blobs' host has been met.
    Optional<String> expected(PathKey path) {
        return assumed.filter(yes -> !yes).isPresent()
                ? Optional.empty()
                : fingerprint().or(() -> memory.lastInspector(path)).or(this::assumption);
    }

    /// Who read along, once all hosts have been met.
    Optional<String> proved() {
        return assumed.filter(yes -> !yes).isPresent()
                ? Optional.empty()
                : fingerprint().or(this::assumption);
    }

    private Optional<String> fingerprint() {
        return Optional.ofNullable(found).map(Inspector::fingerprint);
    }

    private Optional<String> assumption() {
        return assumed.filter(yes -> yes).map(_ -> Egress.ASSUMED);
    }
}
