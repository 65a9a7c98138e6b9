package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tug.failure.Page.Kind;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.lab.Auth;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.LabRequest;
import dev.tug.lab.TokenService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Networks T24: a page in the place of whatever was asked for ends the pull within two requests, is
/// named, and leaves nothing behind.
@Timeout(60)
final class BlockPageTest {
    private static final int REQUESTS_MAX = 2;

    @TempDir Path directory;

    /// @param place what is answered with it
    record Case(String name, Predicate<LabRequest> place, Fault page, Kind kind, String vendor) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        var pages =
                List.of(
                        new Case(
                                "Zscaler 403",
                                _ -> true,
                                page(403, ZSCALER),
                                Kind.BLOCK,
                                "Zscaler"),
                        new Case("Forti 200", _ -> true, page(200, FORTI), Kind.BLOCK, "Fortinet"),
                        new Case("PAN 503", _ -> true, page(503, PAN), Kind.BLOCK, "Palo Alto"),
                        new Case("squid", _ -> true, squid(), Kind.BLOCK, "squid"),
                        new Case("Sophos 307", _ -> true, redirect(SOPHOS), Kind.BLOCK, "Sophos"),
                        new Case("MWG virus", _ -> true, page(403, MWG), Kind.MALWARE, "Skyhigh"),
                        new Case("portal 200", _ -> true, page(200, HOTEL), Kind.PORTAL, ""),
                        new Case("portal 302", _ -> true, redirect(PORTAL), Kind.PORTAL, ""),
                        new Case("login 302", _ -> true, redirect(LOGIN), Kind.LOGIN, ""),
                        new Case("unnamed", _ -> true, page(200, "<html>hi"), Kind.UNKNOWN, ""));
        return Stream.of("manifest", "blob", "CDN")
                .flatMap(place -> pages.stream().map(page -> at(place, page)));
    }

    private static Case at(String place, Case page) {
        Predicate<LabRequest> asked =
                switch (place) {
                    case "manifest" -> LabRequest::isManifest;
                    case "blob" -> request -> request.isBlob() && request.path().startsWith("/v2/");
                    default -> request -> request.path().startsWith("/blob/");
                };
        return new Case(
                page.name() + " for the " + place, asked, page.page(), page.kind(), page.vendor());
    }

    private static final String ZSCALER =
            "<html><title>Internet Security by Zscaler</title>Not allowed to browse FileHost category";
    private static final String FORTI =
            "<!DOCTYPE html><title>Application Control Violation</title>";
    private static final String PAN =
            "<html><title>Web Page Blocked</title>has been blocked in accordance with company policy";
    private static final String MWG =
            "<html><title>McAfee Web Gateway - Notification</title><b>Virus Name: </b>Artemis";
    private static final String HOTEL = "<html><title>Guest Wi-Fi</title>Accept the terms";
    private static final String SOPHOS = "https://192.0.2.1:8090/ips/block/webcat?cat=68&url=aA";
    private static final String PORTAL = "http://captive.hotel.test/login?mac=00";
    private static final String LOGIN = "https://login.microsoftonline.com/t/saml2?SAMLRequest=s3";

    private static Fault page(int status, String body) {
        return new Fault.Status(status, Map.of(), "text/html; charset=utf-8", body);
    }

    private static Fault squid() {
        return new Fault.Status(
                403, Map.of("X-Squid-Error", "ERR_ACCESS_DENIED 0"), "text/html", "<html>ERROR");
    }

    private static Fault redirect(String to) {
        return new Fault.Status(302, Map.of("Location", to), "text/html", "");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void ends_the_pull_at_once_and_leaves_nothing(Case given) throws Exception {
        try (var rig = new PullRig(directory, GeneratedModel.simple(24, 20_000_000))) {
            rig.lab.registry().script(request -> fault(given, request));
            rig.lab.cdn().script(request -> fault(given, request));
            var failure = failure(rig);

            assertThat(failure.page().kind()).isEqualTo(given.kind());
            assertThat(failure.page().vendor()).startsWith(given.vendor());
            assertThat(requests(rig, given.place())).isBetween(1L, (long) REQUESTS_MAX);
            assertThat(rig.manifest()).doesNotExist();
            assertThat(bytesKept(rig)).isZero();
        }
    }

    @Test
    void names_a_page_in_the_place_of_a_token() throws Exception {
        try (var rig = new PullRig(directory, GeneratedModel.simple(25, 100_000))) {
            rig.lab.registry().auth(Auth.bearer(TokenService.create()));
            rig.lab
                    .registry()
                    .script(request ->
                            request.path().equals("/token") ? page(200, ZSCALER) : Fault.none());

            assertThat(failure(rig).page().category()).isEqualTo("FileHost");
            assertThat(requests(rig, request -> request.path().equals("/token"))).isEqualTo(1);
        }
    }

    private static Fault fault(Case given, LabRequest request) {
        return given.place().test(request) ? given.page() : Fault.none();
    }

    private static TransferFailure.Blocked failure(PullRig rig) {
        var thrown = catchThrowableOfType(PullException.class, rig::pull);
        var network = (PullFailure.Network) thrown.failure();
        return (TransferFailure.Blocked) network.cause();
    }

    private static long requests(PullRig rig, Predicate<LabRequest> place) {
        return Stream.of(rig.lab.registry().journal(), rig.lab.cdn().journal())
                .mapToLong(journal -> journal.requests(place).size())
                .sum();
    }

    /// Bytes of blobs that are in the store or staged; journals and locks are nothing of a page.
    private static long bytesKept(PullRig rig) throws IOException {
        if (!Files.exists(rig.store)) {
            return 0;
        }
        try (var files = Files.walk(rig.store)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, "<html") || contains(file, "<!DOCTYPE"))
                    .count();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains(text);
        } catch (IOException _) {
            return false;
        }
    }
}
