package dev.tug;

import dev.tug.diagnosis.Check;
import dev.tug.diagnosis.Diagnosis;
import dev.tug.diagnosis.Question;
import dev.tug.failure.PullFailure;
import dev.tug.internal.doctor.Examination;
import dev.tug.internal.doctor.Office;
import dev.tug.internal.doctor.Subject;
import dev.tug.internal.doctor.Witness;
import dev.tug.internal.http.Transport;
import dev.tug.internal.profile.KeptPaths;
import dev.tug.internal.registry.Reference;
import dev.tug.internal.store.ModelStore;
import dev.tug.model.ModelName;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// One question to the doctor: an engine of its own, less patient than a pull's and watched.
final class Consultation {
    /// Of the steps that a pull can do without, two that stay silent must leave time for the rest.
    private static final Duration ASIDE_MAX = Duration.ofSeconds(5);

    private final TugConfig config;
    private final ModelStore store;
    private final KeptPaths memory;
    private final Profiles profiles;
    private final Consumer<String> warnings;
    private final InstantSource calendar;
    private final LongSupplier millis;

    Consultation(
            TugConfig config,
            ModelStore store,
            KeptPaths memory,
            Profiles profiles,
            Consumer<String> warnings) {
        this(config, store, memory, profiles, warnings, Wiring.calendar(), Wiring.millis());
    }

    /// @param calendar this machine's idea of the date
    /// @param millis a monotonic clock
    Consultation(
            TugConfig config,
            ModelStore store,
            KeptPaths memory,
            Profiles profiles,
            Consumer<String> warnings,
            InstantSource calendar,
            LongSupplier millis) {
        this.config = config;
        this.store = store;
        this.memory = memory;
        this.profiles = profiles;
        this.warnings = warnings;
        this.calendar = calendar;
        this.millis = millis;
    }

    Diagnosis run(Question question, Consumer<Check> listener) throws PullException {
        var subject = subject(question);
        // Of the others each may have all the time that there is.
        var silence = least(config.stall(), Examination.TIME_MAX);
        var witness = new AtomicReference<Witness>();
        var engine =
                Wiring.engine(
                        config.with(c ->
                                c.stall(silence)
                                        .attempts(1)
                                        .firstAnswer(Duration.ZERO)
                                        .yielding(false)),
                        memory,
                        warnings,
                        transport -> watched(transport, witness));
        try (var _ = engine.transport()) {
            var office =
                    new Office(
                            witness.get(),
                            engine.registry(),
                            engine.locator(),
                            new Office.Patience(silence, least(silence, ASIDE_MAX), config.stall()),
                            store,
                            Survey.SPACE_MARGIN,
                            question.ollama(),
                            () -> lessons(question.host()),
                            NameWiring.resolver(config, engine.connector()),
                            engine.proxies(),
                            engine.tls(),
                            calendar,
                            millis);
            return new Examination(office, subject, question.probe()).run(listener);
        } catch (InterruptedException e) {
            throw new PullException(new PullFailure.Interrupted(), e);
        }
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Transport watched(Transport transport, AtomicReference<Witness> witness) {
        var watched = new Witness(transport, calendar, millis);
        witness.set(watched);
        return watched;
    }

    private List<String> lessons(String host) {
        return profiles.list().of(host).stream()
                .filter(Profiles.Entry::isHere)
                .findFirst()
                .map(Profiles.Entry::phrases)
                .orElse(List.of());
    }

    private Subject subject(Question question) throws PullException {
        if (question.model().isPresent()) {
            var model = question.model().get();
            var repository = RegistryAddress.of(config.insecure(), model);
            return new Subject(
                    model.shortest(),
                    repository.base(),
                    Optional.of(new Subject.Model(repository, reference(model))));
        }
        var scheme = config.insecure() ? "http" : "https";
        var base = RegistryAddress.base(scheme, question.host(), question.host());
        if (base.getHost() == null) {
            throw new PullException(
                    new PullFailure.BadName(question.host(), "no registry's address"), null);
        }
        return new Subject(question.host(), base, Optional.empty());
    }

    private static Reference reference(ModelName name) {
        return name.digest()
                .<Reference>map(Reference.Pinned::new)
                .orElseGet(() -> new Reference.Tag(name.tag()));
    }
}
