package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tug.cli.RateSettings.RateFlags;
import dev.tug.cli.TrustSettings.TrustFlags;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class TrustSettingsTest {
    private static final Path FILE = Path.of("config.toml");

    @TempDir Path folder;
    private final List<String> warnings = new ArrayList<>();

    private TrustSettings read(
            TrustFlags flags, Map<String, String> variables, Map<String, Object> file) {
        return TrustSettings.read(
                new Flags(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        false,
                        false,
                        Optional.empty(),
                        false,
                        RateFlags.NONE,
                        flags,
                        NameSettings.NameFlags.NONE,
                        ProxySettings.ProxyFlags.NONE),
                new Environment(variables),
                new ConfigFile(FILE, file),
                new WrittenPaths(Path.of("/home/me"), warnings),
                warnings);
    }

    @Test
    void what_other_programs_are_told_of_counts_once_each() throws Exception {
        var variables = new HashMap<String, String>();
        var files = new ArrayList<Path>();
        for (var variable :
                List.of(
                        "SSL_CERT_FILE",
                        "REQUESTS_CA_BUNDLE",
                        "CURL_CA_BUNDLE",
                        "NODE_EXTRA_CA_CERTS",
                        "AWS_CA_BUNDLE")) {
            var file = Files.createFile(folder.resolve(variable + ".pem"));
            files.add(file);
            variables.put(variable, file.toString());
        }
        var one = Files.createDirectory(folder.resolve("one"));
        var two = Files.createDirectory(folder.resolve("two"));
        variables.put("SSL_CERT_DIR", one + ":" + folder.resolve("gone") + "::" + two);

        var found = read(TrustFlags.NONE, variables, Map.of("cacert", files.getFirst().toString()));

        files.add(1, one);
        files.add(2, two);
        assertThat(found.authorities().value()).containsExactlyElementsOf(files);
        assertThat(warnings)
                .containsExactly(
                        "SSL_CERT_DIR: cannot read " + folder.resolve("gone") + "; ignored");
    }

    @ParameterizedTest
    @CsvSource({
        "yes, no, no, true, flag",
        ", no, yes, false, environment",
        ", , yes, true, file",
        ", , , , default",
        "auto, yes, yes, , flag",
        ", maybe, no, false, file",
        ", , perhaps, , default",
    })
    void whether_the_network_is_inspected_comes_from_the_strongest_source(
            String flag, String variable, String key, Boolean expected, String source) {
        var found =
                read(
                        new TrustFlags(List.of(), Optional.ofNullable(flag)),
                        variable == null ? Map.of() : Map.of("TUG_ASSUME_INSPECTED", variable),
                        key == null ? Map.of() : Map.of("assume_inspected", key));

        assertThat(found.inspected().value()).isEqualTo(Optional.ofNullable(expected));
        assertThat(found.inspected().source().kind()).isEqualTo(source);
    }

    @Test
    void a_truth_value_of_the_file_is_understood() {
        assertThat(
                        read(TrustFlags.NONE, Map.of(), Map.of("assume_inspected", true))
                                .inspected()
                                .value())
                .contains(true);
    }

    @Test
    void hosts_without_verification_are_named_one_by_one() {
        var flags = new TrustFlags(List.of("a.corp", "b.corp:5000"), Optional.empty());
        assertThat(read(flags, Map.of(), Map.of()).unverified().value())
                .containsExactly("a.corp", "b.corp:5000");

        var kept =
                read(
                        TrustFlags.NONE,
                        Map.of(),
                        Map.of("insecure_hosts", List.of("a.corp", "*.corp")));
        assertThat(kept.unverified().value()).containsExactly("a.corp");
        assertThat(warnings)
                .containsExactly("config.toml: `insecure_hosts` cannot have `*.corp`; ignored");

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() ->
                        read(new TrustFlags(List.of("*"), Optional.empty()), Map.of(), Map.of()));
    }
}
