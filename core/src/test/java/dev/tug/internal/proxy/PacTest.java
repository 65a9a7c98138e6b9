package dev.tug.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tug.failure.NameTrouble;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Scripts that choose proxies: their functions, their answers, and their cage.
final class PacTest {
    private static final Map<String, List<InetAddress>> ADDRESSES =
            Map.of(
                    "intra.corp.test",
                    List.of(InetAddress.ofLiteral("10.1.2.3")),
                    "six.test",
                    List.of(InetAddress.ofLiteral("2001:db8::7")));

    private static final CompletableFuture<?> NEVER = new CompletableFuture<>();
    private static final Target A = new Target(true, "a", 443);

    private final List<String> warnings = new CopyOnWriteArrayList<>();

    /// A Wednesday.
    private final ZonedDateTime now =
            ZonedDateTime.of(2026, 3, 4, 14, 30, 15, 0, ZoneOffset.ofHours(2));

    private final PacFunctions functions =
            new PacFunctions(
                    host -> ADDRESSES.getOrDefault(host, List.of()),
                    () -> Optional.of(InetAddress.ofLiteral("10.9.8.7")),
                    () -> now);

    private String find(String script) throws PacScript.Failed {
        return script(script).find("https://registry.ollama.ai/", "registry.ollama.ai");
    }

    private PacScript script(String text) {
        var nanos = new AtomicInteger();
        // Time passes as the script is looked at.
        return new PacScript(
                text, functions, Duration.ofMillis(200), () -> nanos.addAndGet(1_000_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "isPlainHostName('www') | true",
                "isPlainHostName('www.corp.test') | false",
                "dnsDomainIs('www.Corp.test', '.corp.test') | true",
                "dnsDomainIs('www', '.corp.test') | false",
                "localHostOrDomainIs('www.corp.test', 'www.corp.test') | true",
                "localHostOrDomainIs('www', 'www.corp.test') | true",
                "localHostOrDomainIs('home.corp.test', 'www.corp.test') | false",
                "dnsDomainLevels('a.b.c') | 2",
                "isResolvable('intra.corp.test') | true",
                "isResolvable('six.test') | false",
                "isResolvableEx('six.test') | true",
                "isResolvable('no.test') | false",
                "dnsResolve('intra.corp.test') | 10.1.2.3",
                "dnsResolve('no.test') === null | true",
                "dnsResolveEx('six.test') | 2001:db8:0:0:0:0:0:7",
                "myIpAddress() | 10.9.8.7",
                "isInNet('intra.corp.test', '10.0.0.0', '255.0.0.0') | true",
                "isInNet('10.1.2.3', '10.1.2.4', '255.255.255.255') | false",
                "isInNet('no.test', '0.0.0.0', '0.0.0.0') | false",
                "isInNetEx('six.test', '2001:db8::/32') | true",
                "isInNetEx('10.1.2.3', '10.0.0.0/8') | true",
                "isInNetEx('10.1.2.3', '11.0.0.0/8') | false",
                "shExpMatch('http://a.test/b', '*/b') | true",
                "shExpMatch('a.test', 'a?test') | true",
                "shExpMatch('axtest', 'a.test') | false",
                "convert_addr('104.16.41.2') | 1745889538",
                "sortIpAddressList('10.2.3.9;2001:db8::1;10.2.3.8') |"
                        + " 2001:db8:0:0:0:0:0:1;10.2.3.8;10.2.3.9",
                "weekdayRange('WED') | true",
                "weekdayRange('MON', 'FRI') | true",
                "weekdayRange('FRI', 'TUE') | false",
                "weekdayRange('SAT', 'WED', 'GMT') | true",
                "dateRange(4) | true",
                "dateRange('MAR') | true",
                "dateRange(2025) | false",
                "dateRange(1, 15) | true",
                "dateRange('NOV', 'APR') | true",
                "dateRange(1, 'JUN', 15, 'AUG') | false",
                "dateRange(1, 'JAN', 2026, 5, 'MAR', 2026) | true",
                "dateRange(1, 'JAN', 2025, 31, 'DEC', 2025) | false",
                "timeRange(14) | true",
                "timeRange(9, 17) | true",
                "timeRange(9, 14) | false",
                "timeRange(14, 0, 14, 29) | false",
                "timeRange(14, 30, 0, 14, 30, 20) | true",
                "timeRange(22, 6) | false",
                "timeRange(12, 'GMT') | true",
            })
    void functions_say_what_browsers_say(String call, String said) throws Exception {
        assertThat(find("function FindProxyForURL(u, h) { return '' + (" + call + "); }"))
                .isEqualTo(said);
    }

    @Test
    void a_script_sees_host_and_address_without_a_path() throws Exception {
        assertThat(find("function FindProxyForURL(u, h) { return u + ' ' + h; }"))
                .isEqualTo("https://registry.ollama.ai/ registry.ollama.ai");
    }

    @Test
    void modern_and_ancient_scripts_both_run() throws Exception {
        assertThat(
                        find(
                                "const p = ['a:1', 'b:2']; let f = x => `PROXY ${x}`;"
                                        + "var FindProxyForURL = (u, h) => p.map(f).join('; ');"))
                .isEqualTo("PROXY a:1; PROXY b:2");
        assertThat(find("function FindProxyForURL(u, h) { if (h == 'x') return 'DIRECT' }"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.System.exit(3)",
                "Packages.java.io.File('/etc/passwd')",
                "importPackage(java.io)",
                "new java.net.Socket('a', 1)",
                "h.getClass().forName('java.lang.Runtime')",
                "isPlainHostName.getClass()",
                "load('/etc/passwd')",
                "new JavaAdapter(java.lang.Runnable, {})",
                "XMLHttpRequest()",
            })
    void a_script_reaches_nothing_of_the_machine(String attempt) {
        assertThatThrownBy(() -> find("function FindProxyForURL(u, h) { " + attempt + "; }"))
                .isInstanceOf(PacScript.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) {}",
                "while (true) { try { while (true) {} } catch (e) {} }",
                "function f() { return f() + 1; } f()",
                "throw 'no'",
                "return shExpMatch(new Array(4000).join('a'), '*a*a*a*a*a*a*a*a*b') + f()",
                "while (true) shExpMatch(new Array(4000).join('a'), '*a*a*a*a*a*a*a*a*b')",
                "while (true) dnsResolve('no.test')",
            })
    void a_script_that_goes_wrong_ends(String body) {
        assertThatThrownBy(() -> find("function FindProxyForURL(u, h) { " + body + "; }"))
                .isInstanceOf(PacScript.Failed.class);
    }

    @Test
    void what_is_not_given_is_undefined() throws Exception {
        assertThat(
                        find(
                                "function FindProxyForURL(u, h) { return '' + shExpMatch(h, undefined)"
                                        + " + isInNet('a') + dnsResolve() + weekdayRange('WED', undefined);"
                                        + " }"))
                .isEqualTo("falsefalsenulltrue");
    }

    @Test
    void a_loop_over_constants_is_understood() throws Exception {
        assertThat(
                        find(
                                "function FindProxyForURL(u, h) { for (const p of ['a', 'b']) {"
                                        + " if (p == 'b') return p; } }"))
                .isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "class A {} | line 1: `class` is newer JavaScript than what is understood here",
                "async function f() {} | line 1: `async` is newer JavaScript than what is understood here",
                "'  <!DOCTYPE html><html><body>Log in</body></html>' | it is a web page and no script",
                "<html> | it is a web page and no script",
            })
    void what_is_no_script_of_ours_is_told_in_plain_words(String text, String said) {
        assertThatThrownBy(() -> find(text)).isInstanceOf(PacScript.Failed.class).hasMessage(said);
    }

    @Test
    void what_a_script_throws_moves_no_cursor() {
        assertThatThrownBy(() ->
                        find(
                                "function FindProxyForURL(u, h) { throw"
                                        + " 'x\\u001b]0;pwned\\u0007\\n\\u202eError: all is well' }"))
                .isInstanceOf(PacScript.Failed.class)
                .message()
                .doesNotContainPattern("\\p{Cntrl}|\u202e")
                .contains("pwned");
    }

    @Test
    void a_script_that_holds_its_thread_holds_up_no_later_question() throws Exception {
        var begun = new CountDownLatch(1);
        var held = new CountDownLatch(1);
        var answerers = new Answerers();
        var first = new CompletableFuture<String>();
        try {
            answerers.run(
                    first,
                    Duration.ofHours(1),
                    () -> {
                        begun.countDown();
                        // Nothing can end it.
                        while (held.getCount() > 0) {
                            Thread.onSpinWait();
                        }
                    });
            begun.await();
            first.completeExceptionally(new TimeoutException());
            var second = new CompletableFuture<String>();
            answerers.run(second, Duration.ofSeconds(30), () -> second.complete("answer"));
            assertThat(second.join()).isEqualTo("answer");
        } finally {
            held.countDown();
        }
    }

    @Test
    void nothing_stays_from_one_question_to_the_next() throws Exception {
        var script =
                script("var n = 0; function FindProxyForURL(u, h) { return 'PROXY a:' + (++n); }");

        assertThat(script.find("u", "h")).isEqualTo("PROXY a:1");
        assertThat(script.find("u", "h")).isEqualTo("PROXY a:1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DIRECT | direct",
                "PROXY a:8080; DIRECT | proxy a:8080, direct",
                "PROXY a:8080;SOCKS b:1080 ; HTTPS c | proxy a:8080, proxy b:1080, proxy c:443",
                "proxy a | proxy a:80",
                "PROXY [::1]:3128 | proxy [::1]:3128",
                "'' | direct",
                "QUIC a:1; PROXY; PROXY a:x; PROXY b | proxy b:80",
                "PROXY a\u009b31mb\u202e:1; PROXY b | proxy b:80",
            })
    void answers_are_read_as_browsers_do(String answer, String ways) {
        assertThat(PacAnswer.parse(answer, "test", true).hops().stream().map(Hop::way))
                .containsExactly(ways.split(", ", -1));
    }

    private PacRoutes routes(LongSupplier nanos, PacRoutes.Reader reader) {
        return new PacRoutes(
                new PacRoutes.Script("p.pac", "--proxy-pac", true, reader),
                new PacWorld(InstantSource.system()),
                nanos,
                warnings::add);
    }

    @Test
    void a_script_is_read_once_and_asked_once_a_minute_for_each_server() throws Exception {
        var reads = new AtomicInteger();
        var seconds = new AtomicInteger();
        var routes =
                routes(
                        () -> Duration.ofSeconds(seconds.get()).toNanos(),
                        () -> {
                            reads.incrementAndGet();
                            return "function FindProxyForURL(u, h) { return 'PROXY '"
                                    + " + h + ':' + (1000 + Math.floor(Math.random() * 9000)); }";
                        });

        var first = routes.to(A, NEVER);
        assertThat(routes.to(A, NEVER)).isEqualTo(first);
        assertThat(routes.to(new Target(true, "b", 443), NEVER)).isNotEqualTo(first);
        seconds.set(61);
        assertThat(routes.to(A, NEVER)).isNotSameAs(first);
        assertThat(reads).hasValue(1);
        assertThat(warnings).isEmpty();
    }

    @Test
    void a_script_that_is_not_there_is_not_waited_for() {
        var routes =
                routes(
                        () -> 0,
                        () -> {
                            throw new PacRoutes.Unread("there is no such file", true);
                        });

        assertThatThrownBy(() -> routes.to(A, NEVER))
                .isInstanceOfSatisfying(
                        ProxyException.class,
                        e ->
                                assertThat(e.failure())
                                        .isEqualTo(
                                                new TransferFailure.ProxyScriptFailed(
                                                        "p.pac",
                                                        "--proxy-pac",
                                                        "there is no such file")));
    }

    @Test
    void why_a_script_s_server_cannot_be_had_is_kept() {
        var name = new TransferFailure.Unresolved("wpad", NameTrouble.NO_SUCH_NAME);
        var routes =
                routes(
                        () -> 0,
                        () -> {
                            throw new IOException("no address", new TransferException(name));
                        });

        assertThatThrownBy(() -> routes.to(A, NEVER))
                .isInstanceOfSatisfying(
                        ProxyException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(name));
    }

    @Test
    void a_script_that_cannot_be_had_is_told_with_its_place_and_asked_again_later() {
        var reads = new AtomicInteger();
        var seconds = new AtomicInteger();
        var routes =
                routes(
                        () -> Duration.ofSeconds(seconds.get()).toNanos(),
                        () -> {
                            reads.incrementAndGet();
                            throw new IOException("it cannot be read");
                        });

        for (int i = 0; i < 16; i++) {
            assertThatThrownBy(() -> routes.to(A, NEVER))
                    .isInstanceOf(ProxyException.class)
                    .hasMessage(
                            "cannot connect to the proxy script p.pac (from --proxy-pac): it cannot"
                                    + " be read");
        }
        assertThat(reads).hasValue(1);
        seconds.set(6);
        assertThatThrownBy(() -> routes.to(A, NEVER)).isInstanceOf(ProxyException.class);
        assertThat(reads).hasValue(2);
    }

    @Test
    void one_thread_answers_and_who_waits_can_be_called_off() throws Exception {
        var reads = new AtomicInteger();
        var go = new CountDownLatch(1);
        var routes =
                routes(
                        () -> 0,
                        () -> {
                            reads.incrementAndGet();
                            try {
                                go.await();
                            } catch (InterruptedException e) {
                                throw new IOException(e);
                            }
                            return "function FindProxyForURL(u, h) { return 'DIRECT'; }";
                        });
        var gone = CompletableFuture.completedFuture(null);

        assertThatThrownBy(() -> routes.to(A, gone)).isInstanceOf(InterruptedIOException.class);
        assertThatThrownBy(() -> routes.to(new Target(true, "b", 443), gone))
                .isInstanceOf(InterruptedIOException.class);
        go.countDown();
        assertThat(routes.to(A, NEVER)).containsExactly(new Hop.Direct());
        assertThat(reads).hasValue(1);
    }

    @Test
    void what_makes_no_sense_is_warned_of_and_never_taken_for_direct() throws Exception {
        assertThat(answering("PROXY a:x; PROXY b:1").to(A, NEVER))
                .extracting(Hop::way)
                .containsExactly("proxy b:1");
        assertThat(warnings)
                .containsExactly(
                        "the proxy script p.pac names a way that makes no sense for a; the next one"
                                + " is taken");
        assertThatThrownBy(() -> answering("PROXI a:1").to(A, NEVER))
                .isInstanceOf(ProxyException.class)
                .hasMessageContaining("it names no proxy that can be used");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"function FindProxyForURL(u, h) { while (true) {} }", "function (", "var a"})
    void a_script_that_is_wrong_is_told_from_one_that_cannot_be_had(String text) {
        var nanos = new AtomicLong();
        var routes = routes(() -> nanos.addAndGet(Duration.ofMillis(100).toNanos()), () -> text);

        assertThatThrownBy(() -> routes.to(A, NEVER))
                .isInstanceOfSatisfying(
                        ProxyException.class,
                        e ->
                                assertThat(e.failure())
                                        .isInstanceOf(TransferFailure.ProxyScriptFailed.class));
    }

    private PacRoutes answering(String text) {
        return routes(() -> 0, () -> "function FindProxyForURL(u, h) { return '" + text + "'; }");
    }
}
