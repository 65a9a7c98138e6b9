package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.internal.tls.IssuerFetch.Answer;
import dev.tug.lab.Certifier;
import dev.tug.lab.Certifier.Order;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

final class HttpIssuersTest {
    private static final Certifier SUB = Certifier.root(Order.of("CN=Acme Sub"));
    private static final URI PLACE = URI.create("http://pki.example.com/sub.crt");

    private final AtomicInteger asked = new AtomicInteger();

    private static Answer answer(int status, byte[] body) {
        return new Answer(status, ByteBuffer.wrap(body));
    }

    private static Answer found() throws CertificateEncodingException {
        return answer(200, SUB.certificate().getEncoded());
    }

    /// @param answers where there is none any more, nobody answers
    private HttpIssuers answering(Answer... answers) {
        Queue<Answer> left = new ArrayDeque<>(Arrays.asList(answers));
        return new HttpIssuers(_ -> {
            asked.incrementAndGet();
            var next = left.poll();
            if (next == null) {
                throw new IOException("nobody answers");
            }
            return next;
        });
    }

    @Test
    void fetches_a_certificate_once() throws Exception {
        var issuers = answering(found());

        assertThat(issuers.at(PLACE)).contains(SUB.certificate());
        assertThat(issuers.at(PLACE)).contains(SUB.certificate());
        assertThat(asked).hasValue(1);
    }

    @Test
    void follows_no_redirect() throws Exception {
        assertThat(answering(answer(302, SUB.certificate().getEncoded()), found()).at(PLACE))
                .isEmpty();
        assertThat(asked).hasValue(1);
    }

    @Test
    void what_is_no_certificate_is_none() {
        assertThat(answering(answer(200, new byte[1 << 10])).at(PLACE)).isEmpty();
    }

    @Test
    void what_failed_is_asked_for_again() throws Exception {
        var issuers = answering(answer(503, new byte[0]), found());

        assertThat(issuers.at(PLACE)).isEmpty();
        assertThat(issuers.at(PLACE)).contains(SUB.certificate());
    }

    @Test
    void what_is_not_there_is_not_asked_for_again() {
        var issuers = answering(answer(404, new byte[0]));

        assertThat(issuers.at(PLACE)).isEmpty();
        assertThat(issuers.at(PLACE)).isEmpty();
        assertThat(asked).hasValue(1);
    }

    @Test
    @Timeout(20)
    void who_does_not_answer_is_left() throws Exception {
        var left = new CountDownLatch(1);
        var issuers =
                new HttpIssuers(_ -> {
                    try {
                        new CountDownLatch(1).await();
                        throw new AssertionError("came about");
                    } catch (InterruptedException e) {
                        left.countDown();
                        throw new IOException(e);
                    }
                });

        assertThat(issuers.at(PLACE)).isEmpty();
        assertThat(left.await(9, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://printer/sub.crt",
                "http://pki.corp/sub.crt",
                "http://93.184.216.34/sub.crt",
                "http://[2606:4700::1]/sub.crt",
                "http://localhost/sub.crt",
                "http://pki.example.com:8080/sub.crt",
                "http://pki.example.com:22/sub.crt",
                "http://me:secret@pki.example.com/sub.crt",
                "https://pki.example.com/sub.crt",
                "ldap://pki.example.com/sub.crt"
            })
    void only_a_public_host_s_http_is_asked(String place) throws Exception {
        assertThat(answering(found()).at(URI.create(place))).isEmpty();
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "93.184.216.34, true",
        "2606:4700::1, true",
        "10.0.0.1, false",
        "172.16.9.9, false",
        "192.168.1.1, false",
        "127.0.0.1, false",
        "0.0.0.0, false",
        "169.254.169.254, false",
        "100.64.0.1, false",
        "224.0.0.1, false",
        "::1, false",
        "fd00::1, false",
        "fe80::1, false",
        "::ffff:10.0.0.1, false",
        "64:ff9b::a00:1, false"
    })
    void only_public_addresses_are_asked(String address, boolean may) throws Exception {
        assertThat(IssuerPlace.mayBeAt(InetAddress.getByName(address))).isEqualTo(may);
    }
}
