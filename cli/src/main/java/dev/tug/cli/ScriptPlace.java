package dev.tug.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Where a proxy's script is, as it is typed.
final class ScriptPlace {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://.*");
    private static final Set<String> SCHEMES = Set.of("http", "https", "file");

    /// An address of the web without a host.
    private static final Pattern NOWHERE =
            Pattern.compile("(?i)https?:(?!//(?:[^/?#]*@)?[^/?#:@]).*");

    /// A drive of Windows has one letter before its colon.
    private static final int SCHEME_LEAST = 2;

    private ScriptPlace() {}

    /// Whether it is no path.
    static boolean isAddress(String place) {
        return place.indexOf("://") >= SCHEME_LEAST;
    }

    /// A script that is not there is told at once, and not after a minute of tries.
    ///
    /// @throws UsageException if it cannot be there
    static void check(String place) {
        var scheme = SCHEME.matcher(place);
        if (scheme.matches() && !SCHEMES.contains(scheme.group(1).toLowerCase(Locale.ROOT))) {
            throw new UsageException(
                    "--proxy-pac: a script is fetched by http, https or from a file, not by "
                            + scheme.group(1),
                    "name a file or a URL");
        }
        if (NOWHERE.matcher(place).matches()) {
            throw new UsageException(
                    "--proxy-pac: the address names no server",
                    "name a file or a URL such as http://wpad/proxy.pac");
        }
        if (place.indexOf(':') < SCHEME_LEAST && !Files.isReadable(Path.of(place))) {
            throw new UsageException("--proxy-pac: cannot read " + place, "name a file or a URL");
        }
    }
}
