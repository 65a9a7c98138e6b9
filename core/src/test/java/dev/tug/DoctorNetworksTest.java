package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.diagnosis.Diagnosis;
import dev.tug.diagnosis.Question;
import dev.tug.lab.ApplianceRules;
import dev.tug.lab.Auth;
import dev.tug.lab.BlobRoute;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.LabRequest;
import dev.tug.lab.Rule;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// What the doctor says in networks of the lab: each row is a network and the cause that it must name.
final class DoctorNetworksTest {
    private static final long SIZE = 6_000_000;
    private static final GeneratedModel MODEL = GeneratedModel.simple(3, SIZE);
    private static final Duration TIME_MAX = Duration.ofSeconds(15).plusSeconds(2);

    @TempDir Path directory;

    /// One network.
    ///
    /// @param make turns the lab into it
    /// @param check the check that finds it, as `name`
    /// @param pulls whether a pull works there all the same
    record Network(String words, Consumer<PullRig> make, Cause cause, String check, boolean pulls) {
        @Override
        public String toString() {
            return words;
        }
    }

    static Stream<Network> networks() {
        return Stream.of(
                works("nothing in the way", _ -> {}, Cause.NONE, "blobs"),
                works(
                        "an inspection",
                        appliance(ApplianceRules.unlimited()),
                        Cause.INSPECTED,
                        "tls"),
                works(
                        "ranges are stripped",
                        cdn(new Fault.IgnoreRange()),
                        Cause.RANGES_STRIPPED,
                        "ranges"),
                works(
                        "partial answers of other bytes",
                        cdn(new Fault.WrongRange(Fault.RangeLie.OTHER_START)),
                        Cause.RANGES_WRONG,
                        "ranges"),
                works(
                        "partial answers that do not say which",
                        cdn(new Fault.WrongRange(Fault.RangeLie.NO_CONTENT_RANGE)),
                        Cause.RANGES_WRONG,
                        "ranges"),
                works(
                        "200 with a Content-Range",
                        cdn(new Fault.WrongRange(Fault.RangeLie.OK_WITH_CONTENT_RANGE)),
                        Cause.RANGES_WRONG,
                        "ranges"),
                works("no lengths", cdn(new Fault.Chunked()), Cause.LENGTH_STRIPPED, "length"),
                works(
                        "ends by closing",
                        cdn(new Fault.CloseDelimited()),
                        Cause.LENGTH_STRIPPED,
                        "length"),
                fails("compressed", cdn(new Fault.Gzip()), Cause.COMPRESSED, "ranges"),
                fails("a page for the manifest", registry(page(200)), Cause.BLOCKED, "manifest"),
                fails(
                        "a 403 page for the manifest",
                        registry(page(403)),
                        Cause.BLOCKED,
                        "manifest"),
                fails("a page at the CDN", cdn(page(403)), Cause.BLOCKED, "blobs"),
                fails("a page in place of 200 at the CDN", cdn(page(200)), Cause.BLOCKED, "blobs"),
                fails("407 at the CDN", cdn(Fault.Status.of(407)), Cause.PROXY_LOGIN, "blobs"),
                fails("429 at the CDN", cdn(Fault.Status.of(429)), Cause.RATE_LIMITED, "blobs"),
                fails("503 at the CDN", cdn(Fault.Status.of(503)), Cause.SERVER_TROUBLE, "blobs"),
                fails("403 at the CDN", cdn(Fault.Status.of(403)), Cause.DENIED, "blobs"),
                fails(
                        "404 at the registry",
                        registry(Fault.Status.of(404)),
                        Cause.NOT_FOUND,
                        "manifest"),
                fails(
                        "a closed door",
                        registry(new Fault.CloseBeforeHeaders(Fault.CutKind.FIN_BARE)),
                        Cause.CUT,
                        "manifest"),
                fails(
                        "a login",
                        rig -> rig.lab.registry().auth(new Auth.Basic("u", "p")),
                        Cause.DENIED,
                        "manifest"),
                fails(
                        "led in a circle",
                        rig -> rig.lab.registry().route(new BlobRoute.Loop(307)),
                        Cause.LED_ASTRAY,
                        "blobs"),
                fails(
                        "down to http",
                        rig -> rig.lab.registry().route(new BlobRoute.Downgrade(307)),
                        Cause.LED_ASTRAY,
                        "blobs"),
                fails("an unknown authority", PullRig::trustingNobody, Cause.UNTRUSTED, "tls"),
                fails(
                        "an inspection that is not trusted",
                        rig -> {
                            rig.lab.withAppliance(ApplianceRules.unlimited());
                        },
                        Cause.UNTRUSTED,
                        "tls"),
                works(
                        "large answers are closed",
                        appliance(answerMax(Rule.Refusal.CLOSE)),
                        Cause.SIZE_CAPPED,
                        "large answer"),
                works(
                        "large answers are pages",
                        appliance(answerMax(Rule.Refusal.PAGE)),
                        Cause.SIZE_CAPPED,
                        "large answer"),
                works(
                        "large answers end after the head",
                        appliance(answerMax(Rule.Refusal.CLOSE_AFTER_HEAD)),
                        Cause.SIZE_CAPPED,
                        "large answer"),
                fails(
                        "answers of half a megabyte at most",
                        appliance(
                                ApplianceRules.of(new Rule.AnswerMax(500_000, Rule.Refusal.PAGE))),
                        Cause.SIZE_CAPPED,
                        "large answer"),
                works(
                        "a scanner that holds",
                        appliance(scan(new Rule.Comfort.Silence())),
                        Cause.HELD,
                        "large answer"),
                works(
                        "a scanner that trickles",
                        appliance(scan(new Rule.Comfort.Trickle(Duration.ofSeconds(1)))),
                        Cause.HELD,
                        "large answer"),
                works("short answers", cdn(new Fault.CleanShort(500)), Cause.CUT, "ranges"),
                works(
                        "a registry that redirects by 302",
                        route(BlobRoute.redirect(302)),
                        Cause.NONE,
                        "blobs"),
                works(
                        "a registry that sends bytes itself",
                        route(new BlobRoute.Direct()),
                        Cause.NONE,
                        "blobs"),
                works(
                        "200 with a Location",
                        route(new BlobRoute.OkWithLocation()),
                        Cause.NONE,
                        "blobs"),
                fails(
                        "a filter that cuts handshakes",
                        appliance(ApplianceRules.of(new Rule.HandshakeCuts(_ -> true))),
                        Cause.TLS_BROKEN,
                        "tls"),
                fails(
                        "the CDN's name is not known",
                        advertised("tug-cdn.invalid:443"),
                        Cause.NO_ADDRESS,
                        "names"),
                fails("nobody at the CDN", advertised("127.0.0.1:1"), Cause.UNREACHABLE, "connect"),
                fails(
                        "nobody at the registry",
                        rig -> rig.lab.registry().close(),
                        Cause.UNREACHABLE,
                        "connect"),
                works(
                        "a clock an hour fast",
                        rig -> rig.lab.registry().script(DoctorNetworksTest::dated),
                        Cause.CLOCK_WRONG,
                        "clock"),
                fails(
                        "a store that is none",
                        rig -> {
                            var _ = rig.store.toFile().mkdirs();
                            write(rig.store.resolve("blobs"), "");
                        },
                        Cause.STORE_NOT_WRITABLE,
                        "store"),
                fails("no room", DoctorNetworksTest::huge, Cause.NO_SPACE, "space"),
                fails(
                        "silence at the CDN",
                        rig -> {
                            rig.lab.cdn().script(_ -> new Fault.StallAfter(0));
                            rig.with(c -> c.stall(Duration.ofSeconds(1)));
                        },
                        Cause.SILENT,
                        "blobs"));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void names_the_cause(Network network) throws Exception {
        try (var rig = new PullRig(directory, MODEL)) {
            network.make().accept(rig);
            var told = new CopyOnWriteArrayList<Check>();

            var diagnosis = diagnose(rig, told::add);

            assertThat(diagnosis.conclusion().cause())
                    .as(String.join("\n", lines(diagnosis)))
                    .isEqualTo(network.cause());
            assertThat(diagnosis.conclusion().pullWorks()).isEqualTo(network.pulls());
            assertThat(diagnosis.took()).isLessThan(TIME_MAX);
            assertThat(told).isEqualTo(diagnosis.checks());
            assertThat(diagnosis.checks())
                    .filteredOn(check -> check.name().equals(network.check()))
                    .extracting(Check::cause)
                    .contains(network.cause());
            assertNothingEscapes(diagnosis);
        }
    }

    /// One for each cause in whose networks a pull ends soon, one way or the other.
    static Stream<Network> quickNetworks() {
        var causes = EnumSet.noneOf(Cause.class);
        return networks()
                .filter(network -> causes.add(network.cause()))
                .filter(network ->
                        switch (network.cause()) {
                            case HELD, SILENT, CUT, SIZE_CAPPED -> false;
                            default -> true;
                        });
    }

    @ParameterizedTest
    @MethodSource("quickNetworks")
    void foretells_how_a_pull_ends(Network network) throws Exception {
        try (var rig = new PullRig(directory, MODEL)) {
            network.make().accept(rig);
            rig.with(c -> c.firstAnswer(Duration.ofSeconds(1)).outage(Duration.ofSeconds(1)));
            var foretold = diagnose(rig, _ -> {}).conclusion();

            try {
                var _ = rig.pull();
                assertThat(foretold.failure()).as(foretold.toString()).isEmpty();
            } catch (PullException e) {
                assertThat(foretold.failure().map(Object::getClass))
                        .as(foretold + " but " + e.failure())
                        .contains(e.failure().getClass());
            }
        }
    }

    /// Whoever reads it sees neither the words of exceptions nor what is signed in an address.
    private static void assertNothingEscapes(Diagnosis diagnosis) {
        assertThat(String.join("\n", lines(diagnosis)))
                .doesNotContain("Exception", "PKIX", "X-Amz", "Signature", "sig=");
    }

    private static Diagnosis diagnose(PullRig rig, Consumer<Check> listener) throws PullException {
        try (var tug = rig.tug()) {
            return tug.diagnose(
                    Question.of(rig.name()).withOllama(URI.create("http://127.0.0.1:9")), listener);
        }
    }

    private static Stream<String> streamOf(Diagnosis diagnosis) {
        return Stream.concat(
                diagnosis.checks().stream().map(Check::toString),
                Stream.concat(
                        diagnosis.exchanges().stream().map(Record::toString),
                        diagnosis.conclusion().sentences().stream()));
    }

    private static List<String> lines(Diagnosis diagnosis) {
        return streamOf(diagnosis).toList();
    }

    private static Network works(String words, Consumer<PullRig> make, Cause cause, String check) {
        return new Network(words, make, cause, check, true);
    }

    private static Network fails(String words, Consumer<PullRig> make, Cause cause, String check) {
        return new Network(words, make, cause, check, false);
    }

    private static Consumer<PullRig> cdn(Fault fault) {
        return rig -> rig.lab.cdn().script(_ -> fault);
    }

    /// At the manifest alone.
    private static Consumer<PullRig> registry(Fault fault) {
        Function<LabRequest, Fault> script =
                request -> request.path().contains("/manifests/") ? fault : Fault.none();
        return rig -> rig.lab.registry().script(script);
    }

    private static Consumer<PullRig> appliance(ApplianceRules rules) {
        return rig -> {
            rig.lab.withAppliance(rules);
            rig.trust(rig.lab.trustPem());
        };
    }

    private static Consumer<PullRig> route(BlobRoute route) {
        return rig -> rig.lab.registry().route(route);
    }

    private static Consumer<PullRig> advertised(String cdn) {
        return rig -> rig.lab.cdn().advertise(cdn);
    }

    private static Fault dated(LabRequest request) {
        var date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        ZonedDateTime.now(ZoneOffset.UTC).minusHours(1));
        return request.path().equals("/v2/")
                ? new Fault.Status(200, Map.of("Date", date), "application/json", "{}")
                : Fault.none();
    }

    private static void huge(PullRig rig) {
        var blob = "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}";
        var model = rig.model.layers().getFirst().blob().digest();
        rig.lab
                .registry()
                .manifest(
                        rig.model.name(),
                        rig.model.tag(),
                        200,
                        GeneratedModel.MANIFEST,
                        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                                .formatted(
                                        GeneratedModel.MANIFEST,
                                        blob.formatted(
                                                "application/vnd.docker.container.image.v1+json",
                                                rig.model.layers().getLast().blob().digest(),
                                                rig.model.layers().getLast().blob().size()),
                                        blob.formatted(
                                                GeneratedModel.MODEL, model, 900_000_000_000_000L))
                                .getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, String text) {
        try {
            var _ = Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApplianceRules answerMax(Rule.Refusal what) {
        return ApplianceRules.of(new Rule.AnswerMax(2_000_000, what));
    }

    private static ApplianceRules scan(Rule.Comfort comfort) {
        return ApplianceRules.of(
                new Rule.ScanAndHold(Duration.ofMillis(400), comfort, Rule.ScanAndHold.BYTES_MAX));
    }

    private static Fault page(int status) {
        return new Fault.Status(
                status,
                Map.of("Server", "Zscaler/5.6"),
                "text/html",
                "<html><title>Internet Security by Zscaler</title>Not allowed to browse FileHost"
                        + " category</html>");
    }
}
