package dev.tug.cli;

import dev.tug.NameSource;
import dev.tug.diagnosis.Diagnosis;
import dev.tug.diagnosis.Exchange;
import dev.tug.diagnosis.Host;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The `curl` command that shows what an examination found, by the same ways and with the same trust.
///
/// It names no password, and starts where nothing is signed.
final class CurlLine {
    private static final String ACCEPT =
            "Accept: application/vnd.docker.distribution.manifest.v2+json,"
                    + " application/vnd.oci.image.manifest.v1+json";

    private CurlLine() {}

    /// What curl is to be told, since it knows neither Tug's flags nor its file.
    ///
    /// @param authorities files and directories that count besides the system's
    /// @param pins addresses that were given
    /// @param unverified hosts whose certificates nobody looks at
    /// @param doh a DNS server over HTTPS
    record Ways(
            List<Path> authorities,
            List<NameSource.Pin> pins,
            List<String> unverified,
            Optional<URI> doh) {
        static Ways of(Settings settings) {
            return new Ways(
                    settings.trust().authorities().value(),
                    settings.names().pins().value(),
                    settings.trust().unverified().value(),
                    settings.names().doh().value());
        }
    }

    /// The command, and what it leaves out.
    static List<String> of(Diagnosis diagnosis, Ways ways) {
        var lines = new ArrayList<String>();
        lines.add(command(diagnosis, options(diagnosis, ways)));
        var files = ways.authorities().stream().filter(CurlLine::isFile).toList();
        if (files.size() > 1) {
            lines.add(
                    "# of several, curl takes one file of authorities; there are also "
                            + String.join(
                                    ", ",
                                    files.subList(1, files.size()).stream()
                                            .map(Path::toString)
                                            .toList()));
        }
        ways.doh()
                .map(URI::getHost)
                .ifPresent(server ->
                        lines.add(
                                "# names come from " + server + " by DNS over HTTPS (--doh-url)"));
        return lines;
    }

    /// What shows the trouble: the blob if the manifest came, else the manifest, else the registry.
    private static String command(Diagnosis diagnosis, String options) {
        if (diagnosis.blob().isPresent()) {
            return "curl -vL%s --range 0-1023 -o /dev/null ".formatted(options)
                    + quoted(diagnosis.blob().get());
        }
        if (diagnosis.manifest().isPresent()) {
            return "curl -v%s -H ".formatted(options)
                    + quoted(ACCEPT)
                    + " "
                    + quoted(diagnosis.manifest().get());
        }
        var base =
                diagnosis.exchanges().stream()
                        .map(Exchange::address)
                        .findFirst()
                        .orElseGet(() -> "https://" + diagnosis.subject() + "/v2/");
        return "curl -v%s ".formatted(options) + quoted(base);
    }

    private static String options(Diagnosis diagnosis, Ways ways) {
        var options = new StringBuilder();
        // The way of the first host.
        diagnosis.hosts().stream()
                .limit(1)
                .flatMap(host -> host.proxy().stream())
                .forEach(proxy -> options.append(" --proxy ").append(quoted(proxy)));
        ways.authorities().stream()
                .filter(CurlLine::isFile)
                .findFirst()
                .ifPresent(file -> options.append(" --cacert ").append(quoted(file.toString())));
        ways.authorities().stream()
                .filter(Files::isDirectory)
                .findFirst()
                .ifPresent(place -> options.append(" --capath ").append(quoted(place.toString())));
        ways.pins().stream()
                .filter(pin -> diagnosis.hosts().stream().anyMatch(host -> isOf(pin, host)))
                .forEach(pin -> options.append(" --resolve ").append(quoted(pin.text())));
        boolean isBlind =
                diagnosis.hosts().stream()
                        .limit(1)
                        .anyMatch(host -> isUnverified(host, ways.unverified()));
        return options.append(isBlind ? " --insecure" : "").toString();
    }

    private static boolean isUnverified(Host host, List<String> unverified) {
        return unverified.stream()
                .anyMatch(named ->
                        named.equalsIgnoreCase(host.name())
                                || named.equalsIgnoreCase(host.authority()));
    }

    private static boolean isFile(Path path) {
        return !Files.isDirectory(path);
    }

    private static boolean isOf(NameSource.Pin pin, Host host) {
        return pin.port() == host.port()
                && (pin.host().equals("*") || pin.host().equalsIgnoreCase(host.name()));
    }

    /// For any POSIX shell.
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
