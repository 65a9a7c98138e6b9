package dev.tug.internal.name;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// In which order the addresses of a host are tried (RFC 8305 4): families in turn, the one first that
/// the platform puts first (RFC 6724), those that failed lately last.
final class AddressOrder {
    private AddressOrder() {}

    /// @param turn how often the host was connected to: each time another one of equals comes first
    static List<InetAddress> of(
            List<InetAddress> addresses, Predicate<InetAddress> avoided, int turn) {
        var order = new ArrayList<InetAddress>();
        var distinct = addresses.stream().distinct().toList();
        order.addAll(interleaved(distinct.stream().filter(avoided.negate()).toList(), turn));
        order.addAll(interleaved(distinct.stream().filter(avoided).toList(), turn));
        return order;
    }

    private static List<InetAddress> interleaved(List<InetAddress> addresses, int turn) {
        var six = turned(addresses.stream().filter(Inet6Address.class::isInstance).toList(), turn);
        var four =
                turned(addresses.stream().filter(a -> !(a instanceof Inet6Address)).toList(), turn);
        boolean sixFirst =
                addresses.stream().findFirst().filter(Inet6Address.class::isInstance).isPresent();
        var first = sixFirst ? six : four;
        var second = sixFirst ? four : six;
        var order = new ArrayList<InetAddress>();
        for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
            if (i < first.size()) {
                order.add(first.get(i));
            }
            if (i < second.size()) {
                order.add(second.get(i));
            }
        }
        return order;
    }

    private static List<InetAddress> turned(List<InetAddress> equals, int turn) {
        if (equals.isEmpty()) {
            return equals;
        }
        int first = Math.floorMod(turn, equals.size());
        var order = new ArrayList<>(equals.subList(first, equals.size()));
        order.addAll(equals.subList(0, first));
        return order;
    }
}
