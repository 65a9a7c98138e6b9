package dev.tug.internal.proxy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The functions that a proxy's script may call, as Netscape described and Microsoft extended them.
///
/// @param addresses looks a name up; empty if it has no address
/// @param mine this machine's address that others see
/// @param now in this machine's zone
record PacFunctions(
        Function<String, List<InetAddress>> addresses,
        Supplier<Optional<InetAddress>> mine,
        Supplier<ZonedDateTime> now) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int BYTE_MAX = 255;

    static boolean isPlainHostName(String host) {
        return host.indexOf('.') < 0 && host.indexOf(':') < 0;
    }

    static boolean dnsDomainIs(String host, String domain) {
        return host.toLowerCase(Locale.ROOT).endsWith(domain.toLowerCase(Locale.ROOT));
    }

    static boolean localHostOrDomainIs(String host, String whole) {
        var name = host.toLowerCase(Locale.ROOT);
        var full = whole.toLowerCase(Locale.ROOT);
        return name.equals(full) || (name.indexOf('.') < 0 && full.startsWith(name + "."));
    }

    static int dnsDomainLevels(String host) {
        return (int) host.chars().filter(c -> c == '.').count();
    }

    static boolean shExpMatch(String text, String glob) {
        return Globs.matches(glob, text);
    }

    static double convertAddr(String address) {
        return Hosts.address(address)
                .filter(Inet4Address.class::isInstance)
                .map(it -> Integer.toUnsignedLong(toInt(it)))
                .orElse(0L);
    }

    private static int toInt(InetAddress address) {
        return ByteBuffer.wrap(address.getAddress()).getInt();
    }

    boolean isResolvable(String host) {
        return !v4(host).isEmpty();
    }

    boolean isResolvableEx(String host) {
        return !resolved(host).isEmpty();
    }

    /// The first IPv4 address; empty if there is none.
    Optional<String> dnsResolve(String host) {
        return v4(host).stream().map(InetAddress::getHostAddress).findFirst();
    }

    String dnsResolveEx(String host) {
        return resolved(host).stream().map(PacFunctions::text).collect(Collectors.joining(";"));
    }

    String myIpAddress() {
        return mine.get()
                .filter(Inet4Address.class::isInstance)
                .map(InetAddress::getHostAddress)
                .orElse(LOOPBACK);
    }

    String myIpAddressEx() {
        return mine.get().map(PacFunctions::text).orElse(LOOPBACK);
    }

    /// Addresses in order, separated by semicolons, IPv6 first.
    static String sortIpAddressList(String list) {
        var addresses =
                new ArrayList<>(
                        Arrays.stream(list.split(";", -1))
                                .map(String::strip)
                                .flatMap(word -> Hosts.address(word).stream())
                                .toList());
        addresses.sort((a, b) ->
                a.getAddress().length == b.getAddress().length
                        ? Arrays.compareUnsigned(a.getAddress(), b.getAddress())
                        : b.getAddress().length - a.getAddress().length);
        return addresses.stream().map(PacFunctions::text).collect(Collectors.joining(";"));
    }

    boolean isInNet(String host, String pattern, String mask) {
        var network = Hosts.address(pattern).map(InetAddress::getAddress);
        var bits = Hosts.address(mask).map(InetAddress::getAddress);
        if (network.isEmpty() || bits.isEmpty() || network.get().length != bits.get().length) {
            return false;
        }
        return v4(host).stream()
                .findFirst()
                .map(InetAddress::getAddress)
                .filter(address -> isMasked(address, network.get(), bits.get()))
                .isPresent();
    }

    private static boolean isMasked(byte[] address, byte[] network, byte[] mask) {
        if (address.length != network.length) {
            return false;
        }
        for (int i = 0; i < mask.length; i++) {
            if (((address[i] ^ network[i]) & mask[i] & BYTE_MAX) != 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether any address of the host is in a network such as `2001:db8::/32`.
    boolean isInNetEx(String host, String prefix) {
        var slash = prefix.indexOf('/');
        if (slash < 0 || !prefix.substring(slash + 1).matches("\\d{1,3}")) {
            return false;
        }
        var network = Hosts.address(prefix.substring(0, slash)).map(InetAddress::getAddress);
        int bits = Integer.parseInt(prefix.substring(slash + 1));
        return network.isPresent()
                && bits <= network.get().length * Byte.SIZE
                && resolved(host).stream()
                        .anyMatch(it -> NoProxy.contains(network.get(), bits, it.getAddress()));
    }

    private List<InetAddress> v4(String host) {
        return resolved(host).stream().filter(Inet4Address.class::isInstance).toList();
    }

    private List<InetAddress> resolved(String host) {
        return Hosts.address(Hosts.plain(host))
                .map(List::of)
                .orElseGet(() -> addresses.apply(host));
    }

    private static String text(InetAddress address) {
        var text = address.getHostAddress();
        var zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /// Whether today is one of the days; `GMT` last counts them there.
    boolean weekdayRange(List<String> words) {
        var args = withoutZone(words);
        var today = now(words).getDayOfWeek();
        if (args.isEmpty()) {
            return false;
        }
        var from = day(args.getFirst());
        var to = day(args.getLast());
        return from.isPresent()
                && to.isPresent()
                && isBetween(today.getValue(), from.get().getValue(), to.get().getValue());
    }

    private static Optional<DayOfWeek> day(String word) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().startsWith(word.toUpperCase(Locale.ROOT)))
                .filter(_ -> word.length() == 3)
                .findFirst();
    }

    private static Optional<Month> month(String word) {
        return Arrays.stream(Month.values())
                .filter(month -> month.name().startsWith(word.toUpperCase(Locale.ROOT)))
                .filter(_ -> word.length() == 3)
                .findFirst();
    }

    /// A range that may go over the end of the week, the year or the day.
    private static boolean isBetween(long value, long from, long to) {
        return from <= to ? from <= value && value <= to : value >= from || value <= to;
    }

    /// Whether it is between two times of day; `GMT` last takes them there.
    boolean timeRange(List<String> words) {
        var args = withoutZone(words).stream().flatMap(word -> number(word).stream()).toList();
        var time = now(words).toLocalTime();
        if (args.size() == 1) {
            return time.getHour() == args.getFirst();
        }
        if (args.size() % 2 != 0 || args.size() > 6 || args.isEmpty()) {
            return false;
        }
        int half = args.size() / 2;
        return isBetween(
                time.toSecondOfDay(),
                seconds(args.subList(0, half)),
                seconds(args.subList(half, args.size())));
    }

    /// Hours, minutes and seconds, as many as are given.
    private static long seconds(List<Integer> words) {
        long seconds = 0;
        for (int i = 0; i < 3; i++) {
            seconds = seconds * 60 + (i < words.size() ? words.get(i) : 0);
        }
        return seconds;
    }

    /// Whether today is between two dates, each of a day, a month or a year or all of them; `GMT` last
    /// counts them there.
    boolean dateRange(List<String> words) {
        var args = withoutZone(words);
        var today = now(words).toLocalDate();
        if (args.size() == 1) {
            return isPart(args.getFirst(), today);
        }
        if (args.isEmpty() || args.size() % 2 != 0) {
            return false;
        }
        int half = args.size() / 2;
        long from = 0;
        long to = 0;
        long value = 0;
        // Years weigh most, whatever order they stand in.
        for (int i = 0; i < half; i++) {
            var first = part(args.get(i), today);
            var last = part(args.get(half + i), today);
            if (first.isEmpty() || last.isEmpty()) {
                return false;
            }
            value += first.get().today() * first.get().weight();
            from += first.get().value() * first.get().weight();
            to += last.get().value() * last.get().weight();
        }
        return isBetween(value, from, to);
    }

    private static boolean isPart(String word, LocalDate today) {
        return part(word, today).filter(part -> part.value() == part.today()).isPresent();
    }

    /// A day, a month or a year.
    private record Part(long value, long today, long weight) {}

    private static Optional<Part> part(String word, LocalDate today) {
        var month = month(word);
        if (month.isPresent()) {
            return Optional.of(new Part(month.get().getValue(), today.getMonthValue(), 100));
        }
        return number(word)
                .map(n ->
                        n <= 31
                                ? new Part(n, today.getDayOfMonth(), 1)
                                : new Part(n, today.getYear(), 10_000));
    }

    private static Optional<Integer> number(String word) {
        return word.matches("\\d{1,4}(\\.0)?")
                ? Optional.of(Integer.valueOf(word.replace(".0", "")))
                : Optional.empty();
    }

    private static List<String> withoutZone(List<String> words) {
        return isGmt(words) ? words.subList(0, words.size() - 1) : words;
    }

    private static boolean isGmt(List<String> words) {
        return !words.isEmpty() && words.getLast().equalsIgnoreCase("GMT");
    }

    private ZonedDateTime now(List<String> words) {
        return isGmt(words) ? now.get().withZoneSameInstant((ZoneId) ZoneOffset.UTC) : now.get();
    }
}
