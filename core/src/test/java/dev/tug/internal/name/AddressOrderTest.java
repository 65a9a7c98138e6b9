package dev.tug.internal.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

final class AddressOrderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1|''|0|192.0.2.1",
                "192.0.2.1 192.0.2.2|''|0|192.0.2.1 192.0.2.2",
                // Families in turn, the platform's choice first.
                "2001:db8::1 192.0.2.1 192.0.2.2|''|0|2001:db8::1 192.0.2.1 192.0.2.2",
                "192.0.2.1 192.0.2.2 2001:db8::1|''|0|192.0.2.1 2001:db8::1 192.0.2.2",
                "2001:db8::1 2001:db8::2 192.0.2.1|''|0|2001:db8::1 192.0.2.1 2001:db8::2",
                // Each connection begins with another one of equals.
                "192.0.2.1 192.0.2.2 192.0.2.3|''|1|192.0.2.2 192.0.2.3 192.0.2.1",
                "192.0.2.1 192.0.2.2|''|2|192.0.2.1 192.0.2.2",
                "192.0.2.1 192.0.2.2|''|-1|192.0.2.2 192.0.2.1",
                // What failed lately comes last, and is not given up.
                "192.0.2.1 2001:db8::1|2001:db8::1|0|192.0.2.1 2001:db8::1",
                "192.0.2.1 192.0.2.2 192.0.2.3|192.0.2.1|1|192.0.2.3 192.0.2.2 192.0.2.1",
                "192.0.2.1|192.0.2.1|0|192.0.2.1",
                // Once is enough.
                "192.0.2.1 192.0.2.1|''|0|192.0.2.1",
            })
    void orders(String found, String avoided, int turn, String expected) {
        var bad = Set.copyOf(addresses(avoided));

        assertThat(AddressOrder.of(addresses(found), bad::contains, turn))
                .isEqualTo(addresses(expected));
    }

    private static List<InetAddress> addresses(String words) {
        return Arrays.stream(words.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .map(InetAddress::ofLiteral)
                .collect(Collectors.toList());
    }
}
