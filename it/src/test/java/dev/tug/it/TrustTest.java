package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.CertificateAuthority;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A laptop behind squid that inspects TLS: where its authority may lie, and what is said of it
/// (networks.md T1, T2).
///
/// Needs root, for namespaces and for squid's interception.
final class TrustTest {
    private static final long SIZE = 2_000_000;
    private static final Path STORE = Path.of("/etc/ssl/certs");
    private static final String ZSCALER =
            "inspected by Zscaler (CN=Zscaler Root CA, O=Zscaler Inc.)";

    /// squid's words for letting a host's connections through as they are.
    private static final String SPLICE = "acl clean ssl::server_name %s\nssl_bump splice clean\n";

    @TempDir Path directory;

    /// The command with nothing said about trust but what `environment` says.
    private TugCommand command(NetworkLab lab, Map<String, String> environment) {
        return new TugCommand(
                directory.resolve("home"), environment, lab.rules().network().client().wrapper());
    }

    /// The same on a machine that has `certificates` in `place`.
    private TugCommand onMachineWith(NetworkLab lab, Path certificates, Path place) {
        if (!Files.exists(place)) {
            Program.lacking("needs " + place + ": sudo apt-get install ca-certificates");
        }
        var wrapper = new ArrayList<>(lab.rules().network().client().wrapper());
        wrapper.addAll(
                List.of(
                        Program.UNSHARE.path(),
                        "-m",
                        "/bin/sh",
                        "-c",
                        "\"$0\" --bind \"$1\" \"$2\" && shift 2 && exec \"$@\"",
                        Program.MOUNT.path(),
                        certificates.toString(),
                        place.toString()));
        return new TugCommand(directory.resolve("home"), Map.of(), wrapper);
    }

    private Path folder(String name, String file, String pem) throws Exception {
        var folder = Files.createDirectories(directory.resolve(name));
        Files.writeString(folder.resolve(file), pem);
        return folder;
    }

    @Test
    void needs_no_setting_where_the_authority_is_in_the_system_s_bundle() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE);
                var squid = lab.interceptedBy("")) {
            var other = CertificateAuthority.create("CN=Other").pem();
            var bundle =
                    Files.writeString(
                            directory.resolve("bundle.crt"), other + squid.authority().pem());

            var running =
                    onMachineWith(lab, bundle, STORE.resolve("ca-certificates.crt"))
                            .start("pull", lab.modelReference());

            assertThat(running.awaitEnd()).as(running.errors()).isZero();
            PulledModel.assertStored(lab.command().models(), lab.name(), lab.model());
            // Each host in the progress, and the inspector once more at the end.
            assertThat(running.errors())
                    .contains("registry.tug.test", "cdn.tug.test", ZSCALER)
                    .containsPattern("fetched in .*; inspected by Zscaler")
                    .doesNotContain("warning");
        }
    }

    @Test
    void finds_the_authority_wherever_somebody_was_told_of_it() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE);
                var squid = lab.interceptedBy("")) {
            var pem = squid.authority().pem();
            var file = Files.writeString(directory.resolve("corp.pem"), pem).toString();
            var hashed = folder("hashed", "5ed36f99.0", pem);
            var none = Files.createDirectories(directory.resolve("none"));

            assertSeesTheModel(lab, onMachineWith(lab, hashed, STORE));
            // One stands for all variables that name a file; another test reads the others.
            assertSeesTheModel(lab, command(lab, Map.of("NODE_EXTRA_CA_CERTS", file)));
            assertSeesTheModel(lab, command(lab, Map.of("SSL_CERT_DIR", none + ":" + hashed)));
            assertSeesTheModel(lab, command(lab, Map.of()), "--cacert", hashed.toString());
        }
    }

    private static void assertSeesTheModel(NetworkLab lab, TugCommand command, String... options)
            throws Exception {
        var arguments = new ArrayList<>(List.of("pull", "--dry-run", lab.modelReference()));
        arguments.addAll(List.of(options));
        var running = command.run(arguments.toArray(String[]::new));
        assertThat(running.process().exitValue())
                .as(command.environment() + " " + arguments + running.errors())
                .isZero();
        assertThat(running.errors()).contains("registry.tug.test", ZSCALER);
    }

    @Test
    void says_whose_authority_is_known_nowhere_and_what_to_do() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE);
                var squid = lab.interceptedBy("")) {
            var running = command(lab, Map.of()).run("pull", lab.modelReference());

            assertThat(running.process().exitValue()).isNotZero();
            assertThat(running.errors())
                    .contains(
                            "certificate of registry.tug.test, issued by `CN=Zscaler Root CA,"
                                    + " O=Zscaler Inc.` (inspected by Zscaler), is not trusted: no"
                                    + " authority that this machine trusts vouches for",
                            "hint: Zscaler inspects TLS on this network: get its root certificate"
                                    + " from IT as PEM, then `--cacert FILE`")
                    .doesNotContain("PKIX", "EOF", "Exception");
            // A chain that is not believed is not asked for again.
            assertThat(squid.answered()).isEmpty();
        }
    }

    @Test
    void tells_an_inspected_cdn_behind_a_clean_registry() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE);
                var squid = lab.interceptedBy(SPLICE.formatted("registry.tug.test"))) {
            var story = lab.awaitPulled(lab.pull());

            assertThat(squid.answered()).isNotEmpty().allMatch(Squid.Answered::isContent);
            assertThat(story.events("inspected"))
                    .singleElement()
                    .asString()
                    .contains("\"host\":\"cdn.tug.test", "\"vendor\":\"Zscaler\"");
            assertThat(story.events("streams_changed"))
                    .anyMatch(line -> line.contains("\"cause\":\"inspected\""));
            var profile = lab.command().run("profile", "show", host(lab));
            assertThat(profile.output()).contains("cdn.tug.test", ZSCALER, "inspected: ");
        }
    }

    @Test
    void tells_an_inspected_registry_before_a_clean_cdn_and_obeys_who_knows_better()
            throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE);
                var squid = lab.interceptedBy(SPLICE.formatted("cdn.tug.test"))) {
            var story = lab.awaitPulled(lab.pull());

            assertThat(squid.answered()).isNotEmpty().noneMatch(Squid.Answered::isContent);
            assertThat(story.events("inspected"))
                    .singleElement()
                    .asString()
                    .contains("\"host\":\"registry.tug.test", "\"vendor\":\"Zscaler\"");

            var other = lab.command().withModels(directory.resolve("other"));
            var denied = other.run("pull", "--json", "--assume-inspected=no", lab.modelReference());
            assertThat(denied.process().exitValue()).as(denied.errors()).isZero();
            assertThat(Story.of(denied).events("inspected")).isEmpty();
        }
    }

    private static String host(NetworkLab lab) {
        var reference = lab.modelReference();
        return reference.substring(0, reference.indexOf('/'));
    }
}
