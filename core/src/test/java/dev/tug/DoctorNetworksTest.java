package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.diagnosis.Conclusion;
import dev.tug.diagnosis.Diagnosis;
import dev.tug.diagnosis.Question;
import dev.tug.failure.PullFailure;
import dev.tug.lab.GeneratedModel;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What the doctor says in networks of the lab: each row is a network and the cause that it must name.
///
/// Most of a row's time is spent on waiting, so that several are looked at at once.
final class DoctorNetworksTest {
    private static final int AT_ONCE = 4;
    private static final GeneratedModel MODEL = GeneratedModel.simple(3, 6_000_000);
    private static final Duration PATIENCE = Duration.ofSeconds(14);
    private static final Duration TIME_MAX = Duration.ofSeconds(15).plusSeconds(2);

    @TempDir private static Path directory;
    private static ExecutorService pool;
    private static final Map<String, Future<Examined>> EXAMINED = new HashMap<>();
    private static final Map<String, Future<Foretold>> FORETOLD = new HashMap<>();

    /// @param told the checks as they came
    private record Examined(Diagnosis diagnosis, List<Check> told) {}

    /// What was said of a pull, and how it ended.
    private record Foretold(Conclusion conclusion, Optional<PullFailure> end) {}

    static Stream<Network> networks() {
        return Stream.concat(LabNetworks.all(), CorporateNetworks.all());
    }

    /// One for each cause in whose networks a pull ends soon, one way or the other.
    static Stream<Network> quickNetworks() {
        var causes = EnumSet.noneOf(Cause.class);
        return networks()
                .filter(network -> causes.add(network.cause()))
                .filter(network ->
                        switch (network.cause()) {
                            case HELD, SILENT, SLOW, CUT, SIZE_CAPPED -> false;
                            default -> true;
                        });
    }

    @BeforeAll
    static void examine() {
        pool = Executors.newFixedThreadPool(AT_ONCE);
        networks()
                .forEach(network ->
                        EXAMINED.put(network.words(), pool.submit(() -> examined(network))));
        quickNetworks()
                .forEach(network ->
                        FORETOLD.put(network.words(), pool.submit(() -> foretold(network))));
    }

    @AfterAll
    static void close() {
        pool.shutdownNow();
    }

    private static Examined examined(Network network) throws Exception {
        try (var rig = rig(network)) {
            var told = new CopyOnWriteArrayList<Check>();
            return new Examined(diagnose(rig, told::add), told);
        }
    }

    private static Foretold foretold(Network network) throws Exception {
        try (var rig = rig(network)) {
            rig.with(c -> c.firstAnswer(Duration.ofSeconds(1)).outage(Duration.ofSeconds(1)));
            var conclusion = diagnose(rig, _ -> {}).conclusion();
            try {
                var _ = rig.pull();
                return new Foretold(conclusion, Optional.empty());
            } catch (PullException e) {
                return new Foretold(conclusion, Optional.of(e.failure()));
            }
        }
    }

    private static PullRig rig(Network network) throws Exception {
        var rig = new PullRig(Files.createTempDirectory(directory, "network"), MODEL);
        // A machine that is busy is no slow network.
        rig.with(c -> c.stall(PATIENCE));
        network.make().accept(rig);
        return rig;
    }

    private static Diagnosis diagnose(PullRig rig, Consumer<Check> listener) throws PullException {
        try (var tug = rig.tug()) {
            return tug.diagnose(
                    Question.of(rig.name()).withOllama(URI.create("http://127.0.0.1:9")), listener);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void names_the_cause(Network network) throws Exception {
        var examined = Objects.requireNonNull(EXAMINED.get(network.words())).get();
        var diagnosis = examined.diagnosis();
        var lines = lines(diagnosis);

        assertThat(diagnosis.conclusion().cause()).as(lines).isEqualTo(network.cause());
        assertThat(diagnosis.conclusion().pullWorks()).as(lines).isEqualTo(network.pulls());
        assertThat(diagnosis.took()).isLessThan(TIME_MAX);
        assertThat(examined.told()).isEqualTo(diagnosis.checks());
        assertThat(diagnosis.checks())
                .as(lines)
                .filteredOn(check -> check.name().equals(network.check()))
                .extracting(Check::cause)
                .contains(network.cause());
        // Whoever reads it sees neither the words of exceptions nor what is signed or secret.
        assertThat(lines)
                .contains(network.says())
                .doesNotContain("Exception", "PKIX", "certification path", "sun.security")
                .doesNotContain("X-Amz", "Signature", "sig=")
                // Nor does anything move his cursor, or begin a line that is not ours.
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]")
                .doesNotContain(CorporateNetworks.PASSWORD);
    }

    @ParameterizedTest
    @MethodSource("quickNetworks")
    void foretells_how_a_pull_ends(Network network) throws Exception {
        var foretold = Objects.requireNonNull(FORETOLD.get(network.words())).get();

        assertThat(foretold.conclusion().failure().<Object>map(Object::getClass))
                .as(foretold.toString())
                .isEqualTo(foretold.end().map(Object::getClass));
    }

    private static String lines(Diagnosis diagnosis) {
        return String.join(
                "\n",
                Stream.of(
                                diagnosis.checks().stream().map(Check::toString),
                                diagnosis.exchanges().stream().map(Record::toString),
                                diagnosis.hosts().stream().map(Record::toString),
                                diagnosis.conclusion().sentences().stream())
                        .flatMap(part -> part)
                        .toList());
    }
}
