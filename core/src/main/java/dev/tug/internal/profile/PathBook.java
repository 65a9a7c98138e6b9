package dev.tug.internal.profile;

import dev.tug.transfer.PathProfile;
import dev.tug.transfer.StreamControl.Cause;

import java.time.Instant;
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
public record PathBook(List<KnownPath> paths) {
    /// Paths kept; of more the oldest go. A laptop meets a few dozen in a week.
    public static final int PATHS_MAX = 500;

    /// Nothing.
    public static final PathBook EMPTY = new PathBook(List.of());

    public PathBook {
        var latestFirst = Comparator.comparing(KnownPath::learned).reversed();
        var byKey = new LinkedHashMap<PathKey, KnownPath>();
        paths.stream().sorted(latestFirst).forEach(path -> byKey.putIfAbsent(path.key(), path));
        paths = byKey.values().stream().sorted(latestFirst).limit(PATHS_MAX).toList();
    }

    /// What a pull at `now` over the path `key` is to start from.
    Optional<PathProfile> recall(PathKey key, Instant now) {
        return find(key).flatMap(path -> path.at(now));
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
        return new PathBook(List.copyOf(known.values()));
    }

    /// The book with paths from another machine, which count as nobody's here; what pulls of this
    /// machine found stays.
    public PathBook adopt(Collection<KnownPath> foreign, Instant now) {
        var known = index(current(now).paths());
        for (var path : foreign) {
            var adopted = new KnownPath(path.key(), path.profile(), path.learned(), 0);
            known.merge(path.key(), adopted, (ours, _) -> ours.pulls() > 0 ? ours : adopted);
        }
        return new PathBook(List.copyOf(known.values()));
    }

    /// The book without the paths that `which` picks.
    public PathBook without(Predicate<KnownPath> which) {
        return new PathBook(paths.stream().filter(which.negate()).toList());
    }

    /// The book without what is forgotten at `now`.
    public PathBook current(Instant now) {
        return without(path -> path.isForgotten(now));
    }

    /// The latest `count` of its paths.
    PathBook latest(int count) {
        return new PathBook(paths.stream().limit(count).toList());
    }

    private static Map<PathKey, KnownPath> index(Collection<KnownPath> paths) {
        var index = new LinkedHashMap<PathKey, KnownPath>();
        paths.forEach(path -> index.put(path.key(), path));
        return index;
    }
}
