package dev.tug.internal.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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

    private SystemTool() {}

    /// What the tool of `os` says.
    ///
    /// @param os as in the system property `os.name`
    public static SystemProxies ask(String os) {
        var name = os.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return ask(List.of("/usr/sbin/scutil", "--proxy"), SystemProxies::ofMac);
        }
        if (name.startsWith("windows")) {
            return ask(List.of("reg", "query", INTERNET_SETTINGS), SystemProxies::ofWindows);
        }
        return ask(
                List.of("gsettings", "list-recursively", "org.gnome.system.proxy"),
                SystemProxies::ofGnome);
    }

    private static SystemProxies ask(
            List<String> command, Function<String, SystemProxies> reading) {
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
                return reading.apply(
                        new String(output.get(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS), UTF_8));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            // Not every desktop has settings for all.
            LOG.log(System.Logger.Level.DEBUG, "no proxy settings of the system", e);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, command.getFirst() + " does not tell proxies", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return SystemProxies.NONE;
    }
}
