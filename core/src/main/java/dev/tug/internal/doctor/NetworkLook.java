package dev.tug.internal.doctor;

import dev.tug.blob.Descriptor;
import dev.tug.diagnosis.Check;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Terms;
import dev.tug.model.Manifest;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Looks at the network from here to the bytes, each step only where the one before it came through.
final class NetworkLook {
    /// Registries send to one host for tokens and one for bytes; more are looked at by request alone.
    private static final int HOSTS_MAX = 4;

    private static final String[] BEHIND = {
        "tls", "clock", "registry", "manifest", "blobs", "ranges"
    };

    private final Tools tools;
    private final Office office;
    private final Subject subject;
    private final boolean probe;
    private final HostLook hosts;
    private final TrustLook trust;
    private final ProxyLook proxies;
    private final Terms needed;
    private final Terms aside;
    private final List<HostLook.Seen> seen = new CopyOnWriteArrayList<>();
    private volatile Optional<Descriptor> largest = Optional.empty();

    NetworkLook(Tools tools, Office office, Subject subject, boolean probe) {
        this.tools = tools;
        this.office = office;
        this.subject = subject;
        this.probe = probe;
        this.hosts = new HostLook(tools);
        this.trust = new TrustLook(tools);
        this.proxies = new ProxyLook(tools);
        this.needed = Terms.of(office.patience().needed());
        this.aside = Terms.of(office.patience().aside());
    }

    /// What hosts showed of themselves.
    TrustLook trust() {
        return trust;
    }

    /// The hosts that were looked at, the registry first.
    List<HostLook.Seen> seen() {
        return seen;
    }

    void look() throws InterruptedException {
        lessons();
        var base = subject.base();
        var host = hosts.look(base);
        seen.add(host);
        if (host.obstacle().isPresent()) {
            skip("it cannot be reached", BEHIND);
            return;
        }
        if (isOver("registry")) {
            return;
        }
        var registry = new RegistryLook(tools, office.registry(), base, needed);
        var failure = registry.greet().map(met -> trust.inHandshake(host, base, met));
        if (host.via().isPresent() && proxies.isInTheWay(host.host(), host.via().get(), failure)) {
            skip("the proxy stands in the way", BEHIND);
            return;
        }
        trust.note(host, base, failure);
        clock(base.getHost());
        if (failure.filter(TrustLook::isTls).isPresent() && TrustLook.isSecure(base)) {
            skip("TLS stands in the way", "registry", "manifest", "blobs", "ranges");
            return;
        }
        // Without a model the greeting is all that there is; with one the manifest decides. Who has
        // said nothing to the one will not answer to the other.
        boolean isSilent = failure.filter(Silence::isSilent).isPresent();
        registry.noteGreeting(failure, subject.model().isEmpty() || isSilent);
        if (isSilent) {
            skip("nothing is answered", "manifest", "blobs", "ranges");
            return;
        }
        if (subject.model().isEmpty()) {
            skip("no model was named", "manifest", "blobs", "ranges");
            return;
        }
        if (isOver("manifest")) {
            return;
        }
        var model = subject.model().get();
        var manifest = registry.manifest(model.repository(), model.reference());
        if (manifest.isEmpty()) {
            skip("there is no manifest", "blobs", "ranges");
            return;
        }
        new StoreLook(tools, office.store(), office.margin()).room(manifest.get());
        if (!isOver("blobs")) {
            blobs(model, manifest.get());
        }
    }

    private void blobs(Subject.Model model, Manifest manifest) throws InterruptedException {
        var look =
                new BlobLook(
                        tools,
                        office.locator(),
                        model.repository(),
                        manifest,
                        new BlobLook.Manners(needed, aside));
        largest = Optional.of(look.largest());
        var found = look.find();
        for (var address : tools.deadline().isOver() ? List.<URI>of() : unseen()) {
            var other = hosts.look(address);
            seen.add(other);
            trust.note(other, address, failureOf(address.getHost()));
        }
        var last = seen.getLast().host();
        look.noteFound(last, found);
        if (found.failure().filter(failure -> !isOdd(failure)).isPresent()) {
            skip("no bytes came", "ranges", "large answer");
            return;
        }
        if (isOver("ranges")) {
            return;
        }
        boolean byRange = look.ranges(last);
        if (!isOver("large answer")) {
            look.large(last, byRange, found.delay());
        }
        var all = tools.witness().sightings();
        HeadsLook.of(last, all.stream().filter(s -> s.host().equals(last)).toList(), all)
                .forEach(tools::note);
        if (probe) {
            new StreamProbe(tools, office.locator(), model.repository(), look.largest(), aside)
                    .run(last);
        }
    }

    private static boolean isOdd(TransferFailure failure) {
        return failure instanceof TransferFailure.WrongRange;
    }

    /// Hosts that requests were sent to and that nobody has looked at.
    private List<URI> unseen() {
        return tools.witness().sightings().stream()
                .map(Sighting::uri)
                .filter(uri ->
                        seen.stream()
                                .noneMatch(known ->
                                        known.host().equals(uri.getHost())
                                                && known.port() == Sighting.portOf(uri)))
                .map(uri -> URI.create(uri.getScheme() + "://" + uri.getRawAuthority()))
                .distinct()
                .limit(HOSTS_MAX)
                .toList();
    }

    private Optional<TransferFailure> failureOf(String host) {
        return tools.witness().sightings().stream()
                .filter(sighting -> sighting.host().equals(host))
                .flatMap(sighting -> sighting.failure().stream())
                .findFirst();
    }

    private void clock(String host) {
        tools.witness().sightings().stream()
                .filter(sighting -> sighting.field("date").isPresent())
                .findFirst()
                .flatMap(sighting ->
                        date(sighting.field("date").orElseThrow())
                                .map(theirs -> TlsLook.clock(host, theirs, sighting.at())))
                .ifPresentOrElse(
                        tools::note,
                        () -> tools.note(Check.skipped("clock", host, "no answer has a date")));
    }

    private static Optional<Instant> date(String field) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(field, Instant::from));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private void lessons() {
        var host = subject.base().getHost();
        var lessons = office.lessons().get();
        tools.note(
                Check.ok(
                        "profile",
                        host,
                        lessons.isEmpty()
                                ? "no earlier pull learned of this path"
                                : String.join("; ", lessons)));
    }

    private boolean isOver(String next) {
        if (tools.deadline().isOver()) {
            tools.note(Examination.late(next, subject.base().getHost()));
            return true;
        }
        return false;
    }

    private void skip(String why, String... names) {
        for (var name : names) {
            tools.note(Check.skipped(name, subject.base().getHost(), why));
        }
    }

    Optional<String> manifestAddress() {
        return subject.model()
                .map(model ->
                        subject.base()
                                + "/v2/"
                                + model.repository().path()
                                + "/manifests/"
                                + model.reference().text());
    }

    Optional<String> blobAddress() {
        return subject.model()
                .flatMap(model ->
                        largest.map(blob ->
                                subject.base()
                                        + "/v2/"
                                        + model.repository().path()
                                        + "/blobs/"
                                        + blob.digest()));
    }
}
