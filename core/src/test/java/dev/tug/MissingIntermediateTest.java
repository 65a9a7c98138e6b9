package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tug.failure.ChainFault;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.lab.Certifier;
import dev.tug.lab.Certifier.Oddity;
import dev.tug.lab.Certifier.Order;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.LabRegistry;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A registry that leaves a certificate out of its chain, where only a proxy gets out.
@Timeout(60)
final class MissingIntermediateTest {
    private static final String PLACE = "http://pki.example.com/sub.crt";
    private static final Certifier SUB =
            Certifier.root(Order.of("CN=Acme Root,O=Acme")).vouch(Order.of("CN=Acme Sub,O=Acme"));
    private static final Order LEAF = Order.of("CN=localhost").with(new Oddity.IssuerAt(PLACE));

    @TempDir Path directory;
    private PullRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new PullRig(directory, GeneratedModel.simple(3, 200_000));
        rig.trust(rig.lab.trustPem() + SUB.rootPem());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /// The model's name at a registry that shows its own certificate and no other.
    private ModelName incomplete() {
        var plain = LabRegistry.startPlain(rig.lab.cdn());
        rig.closing(plain);
        plain.add(rig.model);
        var front =
                OddServer.before(
                        SUB.server(LEAF, 0, "localhost"), URI.create(plain.baseUrl()).getPort());
        rig.closing(front);
        return ModelName.parse(
                "localhost:" + front.port() + "/" + rig.model.name() + ":" + rig.model.tag());
    }

    private void pull(ModelName name) throws PullException {
        try (var tug = rig.tug()) {
            var _ = tug.pull(name, rig.events::add);
        }
    }

    private static ProxyRules by(String proxy, ProxyRules.Logins logins) {
        var named = Optional.of(new ProxyRules.Named(proxy, "HTTPS_PROXY"));
        return new ProxyRules(named, named, Optional.empty(), List.of(), true, false, logins);
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "me:secret@, me:secret"})
    void it_comes_through_the_proxy(String shown, String wanted) throws Exception {
        var proxy = CorporateProxy.start(wanted, _ -> false);
        rig.closing(proxy.serving(PLACE, SUB.certificate().getEncoded()));
        var place = "http://" + shown + "127.0.0.1:" + proxy.port();
        rig.with(c -> c.proxies(by(place, ProxyRules.Logins.NONE)));

        pull(incomplete());

        assertThat(proxy.plainHeads())
                .singleElement()
                .asString()
                .startsWith("GET " + PLACE + " HTTP/1.1\r\n")
                .doesNotContain("\r\nAuthorization:");
    }

    @Test
    void nobody_is_asked_for_a_password_for_its_sake() throws Exception {
        var proxy = CorporateProxy.start("me:secret", _ -> false);
        rig.closing(proxy.serving(PLACE, SUB.certificate().getEncoded()));
        var asked = new AtomicInteger();
        var logins =
                new ProxyRules.Logins(
                        Optional.empty(),
                        Optional.of("me"),
                        Optional.empty(),
                        Optional.empty(),
                        (_, _, _) -> {
                            asked.incrementAndGet();
                            return Optional.empty();
                        });
        var named = new ProxyRules.Named("http://127.0.0.1:" + proxy.port(), "HTTP_PROXY");
        rig.with(c ->
                c.proxies(
                        new ProxyRules(
                                Optional.empty(),
                                Optional.of(named),
                                Optional.empty(),
                                List.of(),
                                true,
                                false,
                                logins)));

        assertIncomplete(incomplete());
        assertThat(asked).hasValue(0);
    }

    @Test
    void a_proxy_s_own_is_not_waited_for_through_that_proxy() throws Exception {
        var proxy = OddServer.start(SUB.server(LEAF, 0, "localhost"));
        rig.closing(proxy);
        rig.with(c -> c.proxies(by("https://localhost:" + proxy.port(), ProxyRules.Logins.NONE)));

        assertIncomplete(rig.name());
    }

    private void assertIncomplete(ModelName name) {
        var thrown = catchThrowableOfType(PullException.class, () -> pull(name));
        assertThat(((PullFailure.Network) thrown.failure()).cause())
                .isInstanceOfSatisfying(
                        TransferFailure.Untrusted.class,
                        untrusted ->
                                assertThat(untrusted.fault()).isEqualTo(ChainFault.INCOMPLETE));
    }
}
