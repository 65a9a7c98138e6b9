package dev.tug.internal.profile;

import dev.tug.transfer.Cause;
import dev.tug.transfer.PathProfile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// All paths that something is known of: a value, with the rules of learning and forgetting.
///
/// @param paths the latest first, at most [#PATHS_MAX] and one for each key
/// @param hosts the latest first, at most [#HOSTS_MAX] and one for each host and network
public record PathBook(List<KnownPath> paths, List<KnownHost> hosts) {
    /// Paths kept; of more the oldest go. A laptop meets a few dozen in a week.
    public static final int PATHS_MAX = 500;

    /// Hosts kept; a pull meets two or three.
    public static final int HOSTS_MAX = 500;

    /// Nothing.
    public static final PathBook EMPTY = new PathBook(List.of(), List.of());

    /// Paths alone.
    public PathBook(List<KnownPath> paths) {
        this(paths, List.of());
    }

    public PathBook {
        var latestFirst = Comparator.comparing(KnownPath::learned).reversed();
        var byKey = new LinkedHashMap<PathKey, KnownPath>();
        paths.stream().sorted(latestFirst).forEach(path -> byKey.putIfAbsent(path.key(), path));
        paths = byKey.values().stream().sorted(latestFirst).limit(PATHS_MAX).toList();
        var byHost = new LinkedHashMap<List<String>, KnownHost>();
        hosts.stream()
                .sorted(Comparator.comparing(KnownHost::learned).reversed())
                .forEach(host ->
                        byHost.putIfAbsent(List.of(host.way(), host.network(), host.host()), host));
        hosts = byHost.values().stream().limit(HOSTS_MAX).toList();
    }

    /// What a pull at `now` over the path `key` is to start from.
    Optional<PathProfile> recall(PathKey key, Instant now) {
        return find(key).flatMap(path -> path.at(now));
    }

    /// Who read along on the last pull over a path that is `key` but for that.
    Optional<String> lastInspector(PathKey key) {
        return paths.stream()
                .filter(path ->
                        path.key().egress().equals(key.egress())
                                && path.key().network().equals(key.network())
                                && path.key().origin().equals(key.origin()))
                .findFirst()
                .flatMap(path -> path.key().inspector())
                .filter(inspector -> !inspector.equals(Egress.ASSUMED));
    }

    /// What is known of handshakes with a host.
    Optional<KnownHost> host(String way, String network, String host) {
        return hosts.stream().filter(known -> known.isAt(way, network, host)).findFirst();
    }

    /// Whether only TLS 1.2 gets through to a host at `now`, by whichever way it was met last.
    boolean isOld(String network, String host, Instant now) {
        return metLast(network, host).filter(known -> known.isOldAt(now)).isPresent();
    }

    /// Whether that is to be tried again.
    boolean isOldDue(String network, String host, Instant now) {
        return metLast(network, host).filter(known -> known.isOldDueAt(now)).isPresent();
    }

    private Optional<KnownHost> metLast(String network, String host) {
        return hosts.stream()
                .filter(known -> known.network().equals(network) && known.host().equals(host))
                .findFirst();
    }

    /// The book once a pull has met `host`.
    PathBook met(KnownHost host) {
        var all = new ArrayList<KnownHost>();
        all.add(host);
        hosts.stream().filter(known -> !known.isSame(host)).forEach(all::add);
        return new PathBook(paths, all);
    }

    /// The book with hosts from another machine; what this machine met stays.
    public PathBook adoptHosts(Collection<KnownHost> foreign) {
        var all = new ArrayList<>(hosts);
        foreign.stream().filter(host -> hosts.stream().noneMatch(host::isSame)).forEach(all::add);
        return new PathBook(paths, all);
    }

    /// The book without the hosts that `which` picks.
    public PathBook withoutHosts(Predicate<KnownHost> which) {
        return new PathBook(paths, hosts.stream().filter(which.negate()).toList());
    }

    private Optional<KnownPath> find(PathKey key) {
        return paths.stream().filter(path -> path.key().equals(key)).findFirst();
    }

    /// The book once a pull has learned `fresh` of the path `key`, without what is forgotten at `now`.
    ///
    /// That nobody answered says nothing of what the path bears.
    PathBook learn(PathKey key, PathProfile fresh, Instant now) {
        var known = index(current(now).paths());
        if (fresh.cause() != Cause.OUTAGE) {
            known.merge(
                    key,
                    new KnownPath(key, fresh, now, 1),
                    (before, _) -> before.after(fresh, now));
        }
        return new PathBook(List.copyOf(known.values()), hosts);
    }

    /// The book with paths from another machine, which count as nobody's here; what pulls of this
    /// machine found stays.
    public PathBook adopt(Collection<KnownPath> foreign, Instant now) {
        var known = index(current(now).paths());
        for (var path : foreign) {
            var adopted = new KnownPath(path.key(), path.profile(), path.learned(), 0);
            known.merge(path.key(), adopted, (ours, _) -> ours.pulls() > 0 ? ours : adopted);
        }
        return new PathBook(List.copyOf(known.values()), hosts);
    }

    /// The book without the paths that `which` picks.
    public PathBook without(Predicate<KnownPath> which) {
        return new PathBook(paths.stream().filter(which.negate()).toList(), hosts);
    }

    /// The book without what is forgotten at `now`.
    public PathBook current(Instant now) {
        return new PathBook(
                paths.stream().filter(path -> !path.isForgotten(now)).toList(),
                hosts.stream().filter(host -> !host.isForgotten(now)).toList());
    }

    /// The latest `count` of its paths and of its hosts.
    PathBook latest(int count) {
        return new PathBook(
                paths.stream().limit(count).toList(), hosts.stream().limit(count).toList());
    }

    private static Map<PathKey, KnownPath> index(Collection<KnownPath> paths) {
        var index = new LinkedHashMap<PathKey, KnownPath>();
        paths.forEach(path -> index.put(path.key(), path));
        return index;
    }
}
