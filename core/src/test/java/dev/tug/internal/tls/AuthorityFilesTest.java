package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.Certifier;
import dev.tug.lab.Certifier.Order;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class AuthorityFilesTest {
    private static final Certifier A = Certifier.root(Order.of("CN=A"));
    private static final Certifier B = Certifier.root(Order.of("CN=B"));
    private static final String BROKEN =
            "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";

    @TempDir Path directory;
    private final List<String> warnings = new ArrayList<>();
    private final AuthorityFiles files = new AuthorityFiles(warnings::add);

    private Path file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
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
