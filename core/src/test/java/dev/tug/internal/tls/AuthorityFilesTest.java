package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.lab.Certifier;
import dev.tug.lab.Certifier.Order;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

final class AuthorityFilesTest {
    private static final Certifier A = Certifier.root(Order.of("CN=A"));
    private static final Certifier B = Certifier.root(Order.of("CN=B"));
    private static final String BROKEN =
            "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";

    /// Purposes (RFC 5280 §4.2.1.12).
    private static final String SERVERS = "1.3.6.1.5.5.7.3.1";

    private static final String MAIL = "1.3.6.1.5.5.7.3.4";
    private static final String CODE = "1.3.6.1.5.5.7.3.3";
    private static final String ANY = "2.5.29.37.0";

    @TempDir Path directory;
    private final List<String> warnings = new ArrayList<>();
    private final AuthorityFiles files = new AuthorityFiles(warnings::add);

    private Path file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private static List<X509Certificate> rejected(Path place) {
        return AuthorityFiles.rejected(place, new HashSet<>());
    }

    @Test
    void reads_a_bundle_with_comments_and_windows_line_ends() throws Exception {
        var bundle = file("b.pem", "# A\n" + A.pem().replace("\n", "\r\n") + "\n\n#B\n" + B.pem());

        assertThat(files.named(bundle)).containsExactly(A.certificate(), B.certificate());
        assertThat(warnings).isEmpty();
    }

    @Test
    void one_broken_certificate_costs_one_warning_and_the_others_count() throws Exception {
        var bundle = file("b.pem", A.pem() + BROKEN + B.pem() + BROKEN.replace('b', 'c'));

        assertThat(files.named(bundle)).containsExactly(A.certificate(), B.certificate());
        assertThat(warnings)
                .containsExactly(
                        bundle + ": 2 of its certificates cannot be read; the others count");
    }

    @Test
    void reads_der() throws Exception {
        var der = Files.write(directory.resolve("a.crt"), A.certificate().getEncoded());

        assertThat(files.named(der)).containsExactly(A.certificate());
    }

    @Test
    void a_text_that_begins_with_a_zero_is_no_der() throws Exception {
        var bundle = file("a.pem", "01 Corp root\n" + A.pem());

        assertThat(files.named(bundle)).containsExactly(A.certificate());
        assertThat(warnings).isEmpty();
    }

    static Stream<Arguments> otherForms() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("a", A.certificate());
        var pkcs12 = new ByteArrayOutputStream();
        store.store(pkcs12, "changeit".toCharArray());
        var pkcs7 =
                CertificateFactory.getInstance("X.509")
                        .generateCertPath(List.of(A.certificate()))
                        .getEncoded("PKCS7");
        var pem =
                "-----BEGIN PKCS7-----\n"
                        + Base64.getMimeEncoder().encodeToString(pkcs7)
                        + "\n-----END PKCS7-----\n";
        return Stream.of(
                arguments("PKCS#7", pkcs7),
                arguments("PKCS#7", pem.getBytes(UTF_8)),
                arguments("PKCS#12", pkcs12.toByteArray()),
                arguments("UTF-16", A.pem().getBytes(UTF_16)),
                arguments("UTF-16", A.pem().getBytes(UTF_16LE)),
                arguments("keystore", new byte[] {-2, -19, -2, -19, 0, 0, 0, 2}));
    }

    @ParameterizedTest
    @MethodSource("otherForms")
    void a_file_of_another_form_is_named(String words, byte[] bytes) throws Exception {
        var place = Files.write(directory.resolve("a.crt"), bytes);

        assertThat(files.named(place)).isEmpty();
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("no certificate in " + place + ": it is ")
                .contains(words, "makes PEM");
    }

    @Test
    @Timeout(10)
    @DisabledOnOs(OS.WINDOWS)
    void a_pipe_is_not_waited_for() throws Exception {
        var pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        assertThat(files.named(pipe)).isEmpty();
        assertThat(warnings)
                .containsExactly(
                        "cannot read certificates from " + pipe + ": it is no regular file");
    }

    @Test
    void openssl_s_own_form_counts_where_servers_are_trusted() throws Exception {
        var bundle =
                file(
                        "trust.crt",
                        A.trustedPem(List.of(), List.of())
                                + B.trustedPem(List.of(MAIL, SERVERS), List.of(CODE)));

        assertThat(files.named(bundle)).containsExactly(A.certificate(), B.certificate());
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {SERVERS, ANY})
    void what_is_rejected_for_servers_counts_for_none(String purpose) throws Exception {
        var bundle = file("trust.crt", A.trustedPem(List.of(), List.of(MAIL, purpose)));

        assertThat(files.named(bundle)).isEmpty();
        assertThat(warnings)
                .containsExactly(bundle + ": none of its certificates is trusted for servers");
        assertThat(rejected(bundle)).containsExactly(A.certificate());
        Files.createSymbolicLink(directory.resolve("5ed36f99.0"), bundle);
        assertThat(rejected(directory)).containsExactly(A.certificate());
    }

    @Test
    void what_is_trusted_for_mail_alone_is_neither_believed_nor_distrusted() throws Exception {
        var bundle = file("trust.crt", A.trustedPem(List.of(MAIL), List.of()) + B.pem());

        assertThat(files.named(bundle)).containsExactly(B.certificate());
        assertThat(rejected(bundle)).isEmpty();
    }

    @Test
    void one_whose_trust_cannot_be_read_is_broken() throws Exception {
        var text = A.trustedPem(List.of(), List.of(SERVERS));
        var lines = text.lines().toList();
        var cut = String.join("\n", lines.subList(0, lines.size() - 2)) + "\n" + lines.getLast();
        var bundle = file("trust.crt", cut);

        assertThat(files.named(bundle)).isEmpty();
        assertThat(warnings).singleElement().asString().contains("cannot be read");
    }

    @Test
    void reads_a_hashed_directory_where_links_repeat_files() throws Exception {
        var target = file("a.pem", A.pem());
        Files.createSymbolicLink(directory.resolve("5ed36f99.0"), target);
        Files.createSymbolicLink(directory.resolve("dangling.0"), directory.resolve("gone"));
        file("1f3a8d2c.0", B.pem());
        file("README", "no certificate here");

        assertThat(files.named(directory))
                .containsExactlyInAnyOrder(A.certificate(), B.certificate());
        assertThat(warnings).isEmpty();
    }

    @Test
    void a_place_without_any_is_warned_of_and_one_that_repeats_is_not() throws Exception {
        files.named(file("a.pem", A.pem()));
        assertThat(files.named(file("again.pem", A.pem()))).isEmpty();
        assertThat(warnings).isEmpty();

        var junk = file("junk.pem", "nothing");
        files.named(junk);
        files.named(directory.resolve("gone.pem"));
        assertThat(warnings)
                .containsExactly(
                        "no certificate in " + junk,
                        "cannot read certificates from "
                                + directory.resolve("gone.pem")
                                + ": there is nothing");
    }

    @Test
    void a_place_that_a_system_may_lack_is_not_warned_of() {
        assertThat(files.usual(directory.resolve("gone"))).isEmpty();
        assertThat(warnings).isEmpty();
    }
}
