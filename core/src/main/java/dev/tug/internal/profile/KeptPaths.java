package dev.tug.internal.profile;

import dev.tug.transfer.PathProfile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Remembers paths for as long as this object lives, and beyond it if it is given a file.
///
/// A file that cannot be read or written costs one warning and nothing else.
public final class KeptPaths implements PathMemory {
    private final Optional<Path> path;
    private final Optional<ProfileFile> file;
    private final InstantSource time;
    private final Consumer<String> warnings;

    /// What could not be written, or all if there is no file; guarded by `this`.
    private PathBook book = PathBook.EMPTY;

    /// Guarded by `this`.
    private boolean hasWarned;

    /// @param warnings takes at most one, in words fit for a user
    public KeptPaths(Optional<Path> path, InstantSource time, Consumer<String> warnings) {
        this.path = path;
        this.file = path.map(ProfileFile::new);
        this.time = time;
        this.warnings = warnings;
    }

    /// The file; empty if there is none.
    public Optional<Path> file() {
        return path;
    }

    @Override
    public synchronized Optional<PathProfile> recall(PathKey key) {
        return book().recall(key, time.instant());
    }

    @Override
    public synchronized Optional<String> lastInspector(PathKey key) {
        return book().lastInspector(key);
    }

    @Override
    public synchronized boolean inspects(String fingerprint) {
        return book().hosts().stream()
                .anyMatch(host -> host.inspector().filter(fingerprint::equals).isPresent());
    }

    @Override
    public synchronized Optional<KnownHost> host(String way, String network, String host) {
        return book().host(way, network, host);
    }

    @Override
    public synchronized boolean isOld(String network, String host) {
        return book().isOld(network, host, time.instant());
    }

    @Override
    public synchronized boolean isOldDue(String network, String host) {
        return book().isOldDue(network, host, time.instant());
    }

    @Override
    public synchronized void met(KnownHost host) {
        boolean isNews =
                host(host.way(), host.network(), host.host())
                        .filter(known -> known.isWorth(host))
                        .isEmpty();
        if (isNews) {
            keep(known -> known.met(host));
        }
    }

    @Override
    public synchronized void learn(PathKey key, PathProfile profile) {
        var now = time.instant();
        keep(known -> known.learn(key, profile, now));
    }

    private void keep(UnaryOperator<PathBook> change) {
        try {
            change(change);
        } catch (IOException e) {
            warn("cannot keep what was learned of the network in " + where() + ": " + e);
        }
    }

    /// What is wrong with the file, in words fit for a user; empty if nothing is.
    public Optional<String> problem() {
        return file.flatMap(kept -> kept.read().problem()).map(this::aside);
    }

    /// All that is known now.
    public synchronized PathBook book() {
        if (file.isEmpty()) {
            return book.current(time.instant());
        }
        var contents = file.get().read();
        contents.problem().ifPresent(this::warnOfProblem);
        return joined(contents.book()).current(time.instant());
    }

    /// What is known here and could not be written, with what the file holds.
    private PathBook joined(PathBook kept) {
        var all = new ArrayList<>(book.paths());
        all.addAll(kept.paths());
        var hosts = new ArrayList<>(book.hosts());
        hosts.addAll(kept.hosts());
        return new PathBook(all, hosts);
    }

    /// Changes what is known, here and in the file.
    ///
    /// @throws IOException if the file could not be written; the change holds in this process
    public synchronized void change(UnaryOperator<PathBook> change) throws IOException {
        if (file.isEmpty()) {
            book = change.apply(book);
            return;
        }
        var before = file.get().read();
        before.problem().ifPresent(this::warnOfProblem);
        try {
            file.get().update(known -> change.apply(joined(known)));
            book = PathBook.EMPTY;
        } catch (IOException e) {
            book = change.apply(book());
            throw e;
        }
    }

    private void warnOfProblem(String problem) {
        warn(aside(problem));
    }

    private String aside(String problem) {
        return "%s %s; it is passed over, and kept as %s.bad once there is something to write"
                .formatted(where(), problem, where());
    }

    private void warn(String text) {
        if (!hasWarned) {
            hasWarned = true;
            warnings.accept(text);
        }
    }

    private String where() {
        return path.map(Path::toString).orElse("memory");
    }
}
