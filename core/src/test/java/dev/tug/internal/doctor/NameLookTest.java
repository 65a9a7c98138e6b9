package dev.tug.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.NameTrouble;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.ApacheTransport;
import dev.tug.internal.http.HttpSettings;
import dev.tug.internal.name.NameFailure;
import dev.tug.internal.proxy.Hop;
import dev.tug.internal.proxy.ProxyServer;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.tls.TlsSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Networks T15: what a name server says of a host is what the doctor says.
final class NameLookTest {
    private static final Goal CDN = Goal.server("cdn.example", 443);

    private final List<Check> notes = new ArrayList<>();

    private NameLook.Known look(Goal goal, Resolver resolver) throws Exception {
        var tls =
                Tls.of(
                        Optional.empty(),
                        TlsSettings.of(List.of()),
                        InstantSource.system(),
                        _ -> {});
        try (var transport =
                new ApacheTransport(new HttpSettings(tls, "agent", Duration.ofSeconds(1)))) {
            var tools =
                    new Tools(
                            new Witness(transport, InstantSource.system(), () -> 0),
                            resolver,
                            Optional.empty(),
                            new ChainJudge(tls),
                            InstantSource.system(),
                            () -> 0,
                            new Deadline(() -> 0, Duration.ofSeconds(15)),
                            notes::add);
            return new NameLook(tools).look(goal);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NO_SUCH_NAME, NO_ADDRESS, NXDOMAIN",
        "NO_ADDRESS, NO_ADDRESS, has no address",
        "REFUSED, NAME_REFUSED, REFUSED",
        "SERVER_FAILURE, NAME_SERVER_TROUBLE, SERVFAIL",
        "NO_ANSWER, NAME_SERVER_SILENT, no name server answers",
        "UNKNOWN, NO_ADDRESS, knows no address",
    })
    void each_trouble_has_its_name(NameTrouble trouble, Cause cause, String words)
            throws Exception {
        var known =
                look(
                        CDN,
                        (host, _) -> {
                            throw new NameFailure(host, trouble);
                        });

        assertThat(notes).hasSize(1);
        assertThat(notes.getFirst().cause()).isEqualTo(cause);
        assertThat(notes.getFirst().found()).contains(words);
        assertThat(known.failure())
                .contains(new TransferFailure.Unresolved("cdn.example", trouble));
    }

    @Test
    void who_knew_an_address_is_told() throws Exception {
        var address = List.of(InetAddress.ofLiteral("192.0.2.1"));

        look(CDN, (_, _) -> new Resolver.Found(address, "by dns.example: REFUSED"));

        assertThat(notes.getFirst().found()).startsWith("192.0.2.1, by dns.example: REFUSED; ");
    }

    /// A name that leads there is refused before: what is left is what somebody gave.
    @Test
    void an_address_that_is_nobody_s_is_taken_where_somebody_gave_it() throws Exception {
        var given = List.of(InetAddress.ofLiteral("0.0.0.0"));

        var known = look(CDN, (_, _) -> new Resolver.Found(given, "as was given"));

        assertThat(notes.getFirst().outcome()).isEqualTo(Check.Outcome.OK);
        assertThat(known.addresses()).isEqualTo(given);
    }

    @Test
    void a_name_that_leads_to_nobody_is_hidden_by_a_filter() throws Exception {
        look(
                CDN,
                (host, _) -> {
                    throw new NameFailure(host, NameTrouble.HIDDEN);
                });

        assertThat(notes.getFirst().cause()).isEqualTo(Cause.NAME_HIDDEN);
    }

    @Test
    void a_proxy_that_is_not_known_is_the_proxy_s_trouble() throws Exception {
        var via = new Hop.Via(ProxyServer.parse("http://proxy.example:8080"), "HTTPS_PROXY");

        look(
                Goal.proxy(via, "cdn.example", false),
                (host, _) -> {
                    throw new NameFailure(host, NameTrouble.NO_SUCH_NAME);
                });

        assertThat(notes.getFirst().subject()).isEqualTo("cdn.example");
        assertThat(notes.getFirst().found()).startsWith("the proxy proxy.example: ");
        assertThat(notes.getFirst().outcome()).isEqualTo(Check.Outcome.WARN);
        assertThat(notes.getFirst().cause()).isEqualTo(Cause.PROXY_DOWN);
    }
}
