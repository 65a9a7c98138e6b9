package dev.tug.internal.proxy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an operating system's settings say of proxies, read from what its own tool prints.
///
/// @param https address of the proxy for https
/// @param http address of the proxy for http
/// @param except exceptions, in the words of [NoProxy]
/// @param script address of a script that decides
public record SystemProxies(
        Optional<String> https, Optional<String> http, String except, Optional<String> script) {
    /// No proxies.
    public static final SystemProxies NONE =
            new SystemProxies(Optional.empty(), Optional.empty(), "", Optional.empty());

    private static final Pattern MAC = Pattern.compile("(?m)^\\s*(\\w+) : (\\S.*?)\\s*$");
    private static final Pattern REGISTRY =
            Pattern.compile("(?m)^\\s*(\\w+)\\s+REG_(?:SZ|DWORD)\\s+(\\S.*?)\\s*$");
    private static final Pattern GNOME = Pattern.compile("(?m)^(\\S+) (\\S+) (.*?)\\s*$");
    private static final Pattern GNOME_WORD = Pattern.compile("'([^']*)'");

    /// Reads what `scutil --proxy` of macOS prints.
    public static SystemProxies ofMac(String text) {
        var values = new LinkedHashMap<String, String>();
        var exceptions = new ArrayList<String>();
        for (var match : MAC.matcher(text).results().toList()) {
            if (match.group(1).matches("\\d+")) {
                exceptions.add(match.group(2));
            } else {
                values.put(match.group(1), match.group(2));
            }
        }
        if (isOn(values, "ExcludeSimpleHostnames")) {
            exceptions.add("<local>");
        }
        var socks = mac(values, "SOCKS", "socks5h://");
        return new SystemProxies(
                mac(values, "HTTPS", "http://").or(() -> socks),
                mac(values, "HTTP", "http://").or(() -> socks),
                String.join(",", exceptions),
                isOn(values, "ProxyAutoConfigEnable")
                        ? Optional.ofNullable(values.get("ProxyAutoConfigURLString"))
                        : Optional.empty());
    }

    private static Optional<String> mac(Map<String, String> values, String kind, String scheme) {
        return isOn(values, kind + "Enable")
                ? place(values.get(kind + "Proxy"), values.get(kind + "Port")).map(scheme::concat)
                : Optional.empty();
    }

    private static boolean isOn(Map<String, String> values, String key) {
        return "1".equals(values.get(key));
    }

    private static Optional<String> place(@Nullable String host, @Nullable String port) {
        if (host == null || host.isBlank()) {
            return Optional.empty();
        }
        var written = Hosts.bracketed(Hosts.plain(host));
        return Optional.of(port == null || port.equals("0") ? written : written + ":" + port);
    }

    /// Reads what `reg query` of Windows prints of the Internet Settings.
    public static SystemProxies ofWindows(String text) {
        var values = new LinkedHashMap<String, String>();
        for (var match : REGISTRY.matcher(text).results().toList()) {
            values.put(match.group(1), match.group(2));
        }
        var script = Optional.ofNullable(values.get("AutoConfigURL"));
        if (!"0x1".equals(values.get("ProxyEnable"))) {
            return new SystemProxies(Optional.empty(), Optional.empty(), "", script);
        }
        var servers = values.getOrDefault("ProxyServer", "");
        var socks = windows(servers, "socks").map(it -> withScheme(it, "socks5h://"));
        return new SystemProxies(
                windows(servers, "https").or(() -> socks),
                windows(servers, "http").or(() -> socks),
                values.getOrDefault("ProxyOverride", ""),
                script);
    }

    /// `host:port` for all, or `http=host:port;https=host:port`.
    private static Optional<String> windows(String servers, String kind) {
        if (servers.isBlank()) {
            return Optional.empty();
        }
        if (servers.indexOf('=') < 0) {
            return kind.equals("socks") ? Optional.empty() : Optional.of(servers.strip());
        }
        for (var entry : servers.split(";", -1)) {
            if (entry.strip().toLowerCase(Locale.ROOT).startsWith(kind + "=")) {
                return Optional.of(entry.strip().substring(kind.length() + 1));
            }
        }
        return Optional.empty();
    }

    private static String withScheme(String address, String scheme) {
        return address.contains("://") ? address : scheme + address;
    }

    /// Reads what `gsettings list-recursively org.gnome.system.proxy` prints.
    public static SystemProxies ofGnome(String text) {
        var values = new LinkedHashMap<String, String>();
        for (var match : GNOME.matcher(text).results().toList()) {
            values.put(
                    match.group(1).replace("org.gnome.system.proxy", "") + " " + match.group(2),
                    match.group(3));
        }
        return switch (word(values, " mode")) {
            case "auto" -> {
                var script = Optional.of(word(values, " autoconfig-url"));
                yield new SystemProxies(
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        script.filter(url -> !url.isEmpty()));
            }
            case "manual" -> {
                var socks = gnome(values, "socks", "socks5h://");
                yield new SystemProxies(
                        gnome(values, "https", "http://").or(() -> socks),
                        gnome(values, "http", "http://").or(() -> socks),
                        String.join(",", words(values.getOrDefault(" ignore-hosts", ""))),
                        Optional.empty());
            }
            default -> NONE;
        };
    }

    private static Optional<String> gnome(Map<String, String> values, String kind, String scheme) {
        var port = values.getOrDefault("." + kind + " port", "0");
        return port.equals("0")
                ? Optional.empty()
                : place(word(values, "." + kind + " host"), port).map(scheme::concat);
    }

    private static String word(Map<String, String> values, String key) {
        return words(values.getOrDefault(key, "")).stream().findFirst().orElse("");
    }

    private static List<String> words(String text) {
        return GNOME_WORD.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /// Whether they name no proxy.
    public boolean isNone() {
        return https.isEmpty() && http.isEmpty() && script.isEmpty();
    }
}
