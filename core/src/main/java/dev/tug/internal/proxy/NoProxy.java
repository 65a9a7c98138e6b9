package dev.tug.internal.proxy;

import java.net.IDN;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which hosts are spoken to directly: the rules of `NO_PROXY` as Go has them, with blanks between
/// entries as curl allows them.
public final class NoProxy {
    private static final Pattern SEPARATOR = Pattern.compile("[\\s,;|]+");
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    /// Numbers that are no address in Go, and one to the platform: `10`, `10.1`, `010.0.0.1`.
    private static final Pattern SHORT =
            Pattern.compile(
                    "(?!(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})(?::.*)?$)[\\d.]+(?::\\d*)?");

    private static final Pattern STAR = Pattern.compile("\\*[^*.\\-_][^*]*");

    private final List<Entry> entries;

    private NoProxy(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /// One entry of the list.
    private sealed interface Entry {
        boolean matches(Target target);

        /// `*`.
        record All() implements Entry {
            @Override
            public boolean matches(Target target) {
                return true;
            }
        }

        /// Words of Windows for names without a dot.
        record Local() implements Entry {
            @Override
            public boolean matches(Target target) {
                return target.host().indexOf('.') < 0 && target.host().indexOf(':') < 0;
            }
        }

        /// A name and all below it, or those alone.
        ///
        /// @param suffix with a dot at its start
        record Domain(String suffix, boolean itself, String port) implements Entry {
            @Override
            public boolean matches(Target target) {
                var host = ascii(target.host());
                return isPort(port, target)
                        && (host.endsWith(suffix) || (itself && host.equals(suffix.substring(1))));
            }
        }

        /// An address.
        record Address(InetAddress address, String port) implements Entry {
            @Override
            public boolean matches(Target target) {
                return isPort(port, target)
                        && Hosts.address(target.host()).filter(address::equals).isPresent();
            }
        }

        /// A network such as `10.0.0.0/8`.
        record Network(InetAddress prefix, int bits) implements Entry {
            @Override
            public boolean matches(Target target) {
                return Hosts.address(target.host())
                        .filter(address ->
                                contains(prefix.getAddress(), bits, address.getAddress()))
                        .isPresent();
            }
        }

        /// A pattern with stars in it, as Windows and macOS write them.
        record Glob(String pattern, String port) implements Entry {
            @Override
            public boolean matches(Target target) {
                return isPort(port, target) && Globs.matches(pattern, target.host());
            }
        }
    }

    /// Parses a list; entries that make no sense match nothing, as in Go.
    public static NoProxy parse(String list) {
        var entries = new ArrayList<Entry>();
        for (var word : SEPARATOR.split(list.strip().toLowerCase(Locale.ROOT), -1)) {
            entry(word).ifPresent(entries::add);
        }
        return new NoProxy(entries);
    }

    private static Optional<Entry> entry(String word) {
        if (word.isEmpty()) {
            return Optional.empty();
        }
        if (word.equals("*")) {
            return Optional.of(new Entry.All());
        }
        if (word.equals("<local>")) {
            return Optional.of(new Entry.Local());
        }
        var slash = word.indexOf('/');
        if (slash >= 0) {
            return network(word.substring(0, slash), word.substring(slash + 1));
        }
        if (SHORT.matcher(word).matches()) {
            return Optional.empty();
        }
        var whole = Hosts.address(Hosts.plain(word));
        if (whole.isPresent()) {
            return Optional.of(new Entry.Address(whole.get(), ""));
        }
        var colon = word.lastIndexOf(':');
        boolean hasPort = colon >= 0 && PORT.matcher(word.substring(colon + 1)).matches();
        var port = hasPort ? word.substring(colon + 1) : "";
        var name = hasPort ? word.substring(0, colon) : word;
        // A star with a port is nothing in Go: it would lead past the proxy for all the world.
        if (name.isEmpty()
                || name.equals(".")
                || name.chars().allMatch(c -> c == '*' || c == '.')) {
            return Optional.empty();
        }
        var address = Hosts.address(Hosts.plain(name));
        return address.isPresent()
                ? Optional.of(new Entry.Address(address.get(), port))
                : domain(name, port);
    }

    private static Optional<Entry> domain(String name, String port) {
        var plain = Hosts.plain(name.startsWith("*.") ? name.substring(1) : name);
        if (STAR.matcher(plain).matches()) {
            // Whoever writes `*corp.test` means no host of `evilcorp.test`.
            return Optional.of(new Entry.Domain(ascii("." + plain.substring(1)), true, port));
        }
        if (plain.indexOf('*') >= 0) {
            return Optional.of(new Entry.Glob(plain, port));
        }
        boolean itself = !plain.startsWith(".");
        return Optional.of(new Entry.Domain(ascii(itself ? "." + plain : plain), itself, port));
    }

    private static Optional<Entry> network(String address, String bits) {
        var prefix = Hosts.address(Hosts.plain(address));
        if (prefix.isEmpty() || !PORT.matcher(bits).matches()) {
            return Optional.empty();
        }
        int length = Integer.parseInt(bits);
        return length > prefix.get().getAddress().length * Byte.SIZE
                ? Optional.empty()
                : Optional.of(new Entry.Network(prefix.get(), length));
    }

    /// Whether `address` begins with the first `bits` of `prefix`.
    static boolean contains(byte[] prefix, int bits, byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((prefix[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPort(String port, Target target) {
        return port.isEmpty() || port.equals(Integer.toString(target.port()));
    }

    private static String ascii(String host) {
        try {
            var dot = host.startsWith(".") ? "." : "";
            return dot + IDN.toASCII(host.substring(dot.length()), IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException _) {
            return host;
        }
    }

    /// Whether `target` is spoken to directly.
    public boolean matches(Target target) {
        return entries.stream().anyMatch(entry -> entry.matches(target));
    }
}
