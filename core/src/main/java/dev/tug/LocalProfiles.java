package dev.tug;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.internal.profile.BookJson;
import dev.tug.internal.profile.KeptPaths;
import dev.tug.internal.profile.KnownHost;
import dev.tug.internal.profile.KnownPath;
import dev.tug.internal.profile.LocalNetwork;
import dev.tug.internal.profile.PathBook;
import dev.tug.internal.profile.PathPhrases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// [Profiles] of this machine.
final class LocalProfiles implements Profiles {
    private final KeptPaths memory;
    private final InstantSource time;
    private final Supplier<String> network;

    /// @param network the local network of the moment
    LocalProfiles(KeptPaths memory, InstantSource time, Supplier<String> network) {
        this.memory = memory;
        this.time = time;
        this.network = network;
    }

    @Override
    public Optional<Path> file() {
        return memory.file();
    }

    @Override
    public Listing list() {
        var now = time.instant();
        var here = network.get();
        var problem = memory.problem();
        var book = memory.book();
        var entries = book.paths().stream().map(path -> entry(path, here, now)).toList();
        var hosts =
                book.hosts().stream()
                        .filter(KnownHost::isTelling)
                        .map(host -> entry(host, here, now))
                        .toList();
        return new Listing(entries, hosts, problem.stream().toList());
    }

    private static Entry entry(KnownPath path, String here, Instant now) {
        var key = path.key();
        return new Entry(
                key.origin(),
                key.egress(),
                key.inspector(),
                key.network(),
                key.network().equals(here),
                path.profile(),
                path.learned(),
                path.age(now),
                path.pulls(),
                confidence(path, now),
                PathPhrases.of(path.profile()));
    }

    private static Host entry(KnownHost host, String here, Instant now) {
        return new Host(
                host.host(),
                host.way(),
                host.network(),
                host.network().equals(here),
                host.inspector(),
                host.words(),
                host.isOldAt(now) && !host.isOldDueAt(now),
                host.learned());
    }

    private static Confidence confidence(KnownPath path, Instant now) {
        return switch (path.confidence(now)) {
            case LOW -> Confidence.LOW;
            case FAIR -> Confidence.FAIR;
            case HIGH -> Confidence.HIGH;
        };
    }

    @Override
    public String export(boolean networks) {
        var now = time.instant();
        var head = new LinkedHashMap<String, Object>();
        head.put("about", "What Tug learned of networks; `tug profile import FILE` takes it over");
        head.put("exported", now.toString());
        try {
            var book = memory.book();
            return new String(
                    BookJson.write(
                            networks ? book : withoutNetworks(book),
                            head,
                            entry -> told(entry, networks, now)),
                    UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
    }

    private static PathBook withoutNetworks(PathBook book) {
        return new PathBook(
                book.paths(),
                book.hosts().stream()
                        .map(host -> host.in(LocalNetwork.abbreviated(host.network())))
                        .toList());
    }

    private static BookJson.Entry told(BookJson.Entry entry, boolean networks, Instant now) {
        var path = entry.path();
        var members = new LinkedHashMap<String, Object>();
        members.put("host", path.key().origin());
        members.put("says", PathPhrases.of(path.profile()));
        members.put("age_hours", path.age(now).toHours());
        members.put("confidence", path.confidence(now).name().toLowerCase(Locale.ROOT));
        members.putAll(entry.members());
        if (!networks) {
            members.put("network", LocalNetwork.abbreviated(path.key().network()));
        }
        return new BookJson.Entry(path, members);
    }

    @Override
    public Adoption adopt(byte[] document, boolean here) throws PullException {
        BookJson.Reading reading;
        try {
            reading = BookJson.read(document);
        } catch (BookJson.Unreadable e) {
            return new Adoption.Refused(e.reason());
        }
        var now = time.instant();
        var located = here ? moved(reading.paths(), network.get()) : reading.paths();
        var fit =
                located.stream()
                        .filter(path -> !path.isForgotten(now))
                        .filter(path -> !LocalNetwork.isAbbreviated(path.key().network()))
                        .toList();
        if (!fit.isEmpty()) {
            var hosts = located(reading.hosts(), here);
            change(book -> book.adopt(fit, now).adoptHosts(hosts).current(now));
        }
        int passedOver = reading.senseless() + reading.paths().size() - fit.size();
        return new Adoption.Taken(fit.size(), passedOver);
    }

    private static List<KnownPath> moved(List<KnownPath> paths, String here) {
        return paths.stream().map(path -> path.in(here)).toList();
    }

    private List<KnownHost> located(List<KnownHost> hosts, boolean here) {
        return hosts.stream()
                .map(host -> here ? host.in(network.get()) : host)
                .filter(host -> !LocalNetwork.isAbbreviated(host.network()))
                .toList();
    }

    @Override
    public int reset(Optional<String> host) throws PullException {
        var known = memory.book();
        int count = (int) known.paths().stream().filter(isOf(host)).count();
        boolean hasHosts = known.hosts().stream().anyMatch(met -> isOf(host, met));
        if (count > 0 || hasHosts || memory.problem().isPresent()) {
            change(book -> book.without(isOf(host)).withoutHosts(met -> isOf(host, met)));
        }
        return count;
    }

    private static Predicate<KnownPath> isOf(Optional<String> host) {
        return path -> host.map(path.key().origin()::equalsIgnoreCase).orElse(true);
    }

    /// A registry's own host, or all: whose blobs another one kept is not known.
    private static boolean isOf(Optional<String> host, KnownHost known) {
        return host.map(name ->
                        known.host().equalsIgnoreCase(name)
                                || known.host().equalsIgnoreCase(name + ":443"))
                .orElse(true);
    }

    private void change(UnaryOperator<PathBook> change) throws PullException {
        try {
            memory.change(change);
        } catch (IOException e) {
            throw StoreFailures.disk(memory.file().orElse(Path.of("")), e);
        }
    }
}
