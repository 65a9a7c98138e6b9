package dev.tug.internal.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Asks the operating system's own tool for its proxies; where there is none, there are none.
public final class SystemTool {
    private static final System.Logger LOG = System.getLogger(SystemTool.class.getName());

    /// They answer in some ten milliseconds.
    private static final Duration TIME_MAX = Duration.ofSeconds(3);

    private static final int OUTPUT_MAX = 256 << 10;

    private static final String INTERNET_SETTINGS =
            "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings";

    /// By its whole path: of a bare name Windows takes what lies in the current directory first.
    private static final String REGISTRY = "\\System32\\reg.exe";

    private static final List<Path> GSETTINGS =
            List.of(Path.of("/usr/bin/gsettings"), Path.of("/usr/local/bin/gsettings"));

    private SystemTool() {}

    /// What the tool of `os` says; empty if it did not get to say anything.
    ///
    /// @param os as in the system property `os.name`
    /// @param windows the directory of Windows
    public static Optional<SystemProxies> ask(String os, String windows) {
        var name = os.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return ask(List.of("/usr/sbin/scutil", "--proxy"), SystemProxies::ofMac);
        }
        if (name.startsWith("windows")) {
            return ask(
                    List.of(windows + REGISTRY, "query", INTERNET_SETTINGS),
                    SystemProxies::ofWindows);
        }
        return GSETTINGS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(tool ->
                        ask(
                                List.of(
                                        tool.toString(),
                                        "list-recursively",
                                        "org.gnome.system.proxy"),
                                SystemProxies::ofGnome))
                .orElse(Optional.of(SystemProxies.NONE));
    }

    private static Optional<SystemProxies> ask(
            List<String> command, Function<String, SystemProxies> reading) {
        return ask(command, reading, TIME_MAX);
    }

    static Optional<SystemProxies> ask(
            List<String> command, Function<String, SystemProxies> reading, Duration timeMax) {
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try {
                process.getOutputStream().close();
                var output =
                        new FutureTask<>(() -> process.getInputStream().readNBytes(OUTPUT_MAX));
                Thread.ofVirtual().name("system-proxies").start(output);
                var text = output.get(timeMax.toMillis(), TimeUnit.MILLISECONDS);
                return Optional.of(reading.apply(new String(text, UTF_8)));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            // Not every desktop has settings for all.
            LOG.log(System.Logger.Level.DEBUG, "no proxy settings of the system", e);
            return Optional.of(SystemProxies.NONE);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, command.getFirst() + " does not tell proxies", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
