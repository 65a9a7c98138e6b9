package dev.tug;

import dev.tug.diagnosis.Cause;
import dev.tug.lab.ApplianceRules;
import dev.tug.lab.Auth;
import dev.tug.lab.BlobRoute;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.LabRequest;
import dev.tug.lab.Rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// Networks that the lab makes by itself: what its servers and its appliance do to requests.
final class LabNetworks {
    private LabNetworks() {}

    static Stream<Network> all() {
        return Stream.of(
                Network.works("nothing in the way", _ -> {}, Cause.NONE, "blobs"),
                Network.works(
                        "an inspection",
                        appliance(ApplianceRules.unlimited()),
                        Cause.INSPECTED,
                        "tls"),
                Network.works(
                        "ranges are stripped",
                        cdn(new Fault.IgnoreRange()),
                        Cause.RANGES_STRIPPED,
                        "ranges"),
                Network.works(
                        "partial answers of other bytes",
                        cdn(new Fault.WrongRange(Fault.RangeLie.OTHER_START)),
                        Cause.RANGES_WRONG,
                        "ranges"),
                Network.works(
                        "partial answers that do not say which",
                        cdn(new Fault.WrongRange(Fault.RangeLie.NO_CONTENT_RANGE)),
                        Cause.RANGES_WRONG,
                        "ranges"),
                Network.works(
                        "200 with a Content-Range",
                        cdn(new Fault.WrongRange(Fault.RangeLie.OK_WITH_CONTENT_RANGE)),
                        Cause.RANGES_WRONG,
                        "ranges"),
                Network.works(
                        "no lengths", cdn(new Fault.Chunked()), Cause.LENGTH_STRIPPED, "length"),
                Network.works(
                        "ends by closing",
                        cdn(new Fault.CloseDelimited()),
                        Cause.LENGTH_STRIPPED,
                        "length"),
                Network.fails("compressed", cdn(new Fault.Gzip()), Cause.COMPRESSED, "ranges"),
                Network.fails(
                        "a page for the manifest", registry(page(200)), Cause.BLOCKED, "manifest"),
                Network.fails(
                        "a 403 page for the manifest",
                        registry(page(403)),
                        Cause.BLOCKED,
                        "manifest"),
                Network.fails("a page at the CDN", cdn(page(403)), Cause.BLOCKED, "blobs"),
                Network.fails(
                        "a page in place of 200 at the CDN",
                        cdn(page(200)),
                        Cause.BLOCKED,
                        "blobs"),
                Network.fails(
                        "407 at the CDN", cdn(Fault.Status.of(407)), Cause.PROXY_LOGIN, "blobs"),
                Network.fails(
                        "429 at the CDN", cdn(Fault.Status.of(429)), Cause.RATE_LIMITED, "blobs"),
                Network.fails(
                        "503 at the CDN", cdn(Fault.Status.of(503)), Cause.SERVER_TROUBLE, "blobs"),
                Network.fails("403 at the CDN", cdn(Fault.Status.of(403)), Cause.DENIED, "blobs"),
                Network.fails(
                        "404 at the registry",
                        registry(Fault.Status.of(404)),
                        Cause.NOT_FOUND,
                        "manifest"),
                Network.fails(
                        "a closed door",
                        registry(new Fault.CloseBeforeHeaders(Fault.CutKind.FIN_BARE)),
                        Cause.CUT,
                        "manifest"),
                Network.fails(
                        "a login",
                        rig -> rig.lab.registry().auth(new Auth.Basic("u", "p")),
                        Cause.DENIED,
                        "manifest"),
                Network.fails(
                        "led in a circle",
                        rig -> rig.lab.registry().route(new BlobRoute.Loop(307)),
                        Cause.LED_ASTRAY,
                        "blobs"),
                Network.fails(
                        "down to http",
                        rig -> rig.lab.registry().route(new BlobRoute.Downgrade(307)),
                        Cause.LED_ASTRAY,
                        "blobs"),
                Network.fails(
                        "an unknown authority", PullRig::trustingNobody, Cause.UNTRUSTED, "tls"),
                Network.fails(
                        "an inspection that is not trusted",
                        rig -> {
                            rig.lab.withAppliance(ApplianceRules.unlimited());
                        },
                        Cause.UNTRUSTED,
                        "tls"),
                Network.works(
                        "large answers are closed",
                        appliance(answerMax(Rule.Refusal.CLOSE)),
                        Cause.SIZE_CAPPED,
                        "large answer"),
                Network.works(
                        "large answers are pages",
                        appliance(answerMax(Rule.Refusal.PAGE)),
                        Cause.SIZE_CAPPED,
                        "large answer"),
                Network.works(
                        "large answers end after the head",
                        appliance(answerMax(Rule.Refusal.CLOSE_AFTER_HEAD)),
                        Cause.SIZE_CAPPED,
                        "large answer"),
                Network.fails(
                        "answers of half a megabyte at most",
                        appliance(
                                ApplianceRules.of(new Rule.AnswerMax(500_000, Rule.Refusal.PAGE))),
                        Cause.SIZE_CAPPED,
                        "large answer"),
                Network.works(
                        "a scanner that holds",
                        appliance(scan(new Rule.Comfort.Silence())),
                        Cause.HELD,
                        "large answer"),
                Network.works(
                        "a scanner that trickles",
                        appliance(scan(new Rule.Comfort.Trickle(Duration.ofSeconds(1)))),
                        Cause.HELD,
                        "large answer"),
                Network.works("short answers", cdn(new Fault.CleanShort(500)), Cause.CUT, "ranges"),
                Network.works(
                        "a registry that redirects by 302",
                        route(BlobRoute.redirect(302)),
                        Cause.NONE,
                        "blobs"),
                Network.works(
                        "a registry that sends bytes itself",
                        route(new BlobRoute.Direct()),
                        Cause.NONE,
                        "blobs"),
                Network.works(
                        "200 with a Location",
                        route(new BlobRoute.OkWithLocation()),
                        Cause.NONE,
                        "blobs"),
                Network.fails(
                        "a filter that cuts handshakes",
                        appliance(ApplianceRules.of(new Rule.HandshakeCuts(_ -> true))),
                        Cause.TLS_BROKEN,
                        "tls"),
                Network.fails(
                        "the CDN's name is not known",
                        advertised("tug-cdn.invalid:443"),
                        Cause.NO_ADDRESS,
                        "names"),
                Network.fails(
                        "nobody at the CDN",
                        advertised("127.0.0.1:1"),
                        Cause.UNREACHABLE,
                        "connect"),
                Network.fails(
                        "nobody at the registry",
                        rig -> rig.lab.registry().close(),
                        Cause.UNREACHABLE,
                        "connect"),
                Network.works(
                        "a clock an hour fast",
                        rig -> rig.lab.registry().script(LabNetworks::dated),
                        Cause.CLOCK_WRONG,
                        "clock"),
                Network.fails(
                        "a store that is none",
                        rig -> {
                            var _ = rig.store.toFile().mkdirs();
                            write(rig.store.resolve("blobs"), "");
                        },
                        Cause.STORE_NOT_WRITABLE,
                        "store"),
                Network.fails("no room", LabNetworks::huge, Cause.NO_SPACE, "space"),
                Network.works(
                                "an inspection whose handshakes take long",
                                patient(Duration.ofMillis(5_300)),
                                Cause.INSPECTED,
                                "tls")
                        .saying("A pull works from here"),
                Network.works(
                                "an inspection whose handshakes take longer than there is time",
                                patient(Duration.ofSeconds(9)),
                                Cause.SLOW,
                                "blobs")
                        .saying(", and a pull waits 30 s"),
                Network.fails(
                                "silence for less than a pull waits",
                                rig -> {
                                    rig.lab.cdn().script(_ -> new Fault.StallAfter(0));
                                    rig.with(c -> c.stall(Duration.ofSeconds(30)));
                                },
                                Cause.SILENT,
                                "blobs")
                        .saying(", and a pull waits 30 s"),
                Network.fails(
                        "silence at the CDN",
                        rig -> {
                            rig.lab.cdn().script(_ -> new Fault.StallAfter(0));
                            rig.with(c -> c.stall(Duration.ofSeconds(1)));
                        },
                        Cause.SILENT,
                        "blobs"));
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

    /// Handshakes take `each`, and a pull bears that.
    private static Consumer<PullRig> patient(Duration each) {
        return rig -> {
            appliance(ApplianceRules.of(new Rule.SlowHandshakes(each))).accept(rig);
            rig.with(c -> c.stall(Duration.ofSeconds(30)));
        };
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
