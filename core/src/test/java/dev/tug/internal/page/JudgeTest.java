package dev.tug.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.failure.Page;
import dev.tug.failure.Page.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Pages as users met them (networks.md 7b and public reports), cut down to what tells.
final class JudgeTest {
    private static final URI CDN =
            URI.create(
                    "https://dd20bb891979d25aebc8bec07b2b3bbc.r2.cloudflarestorage.com/b?X-Amz=s");

    /// @param answer status, then header lines, an empty line and the body
    record Case(String name, String answer, Kind kind, String vendor, String category, String why) {
        Case(String name, Kind kind, String vendor, String category, String why, String answer) {
            this(name, answer, kind, vendor, category, why);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> pages() {
        return Stream.of(filters(), scanners(), named(), others()).flatMap(cases -> cases);
    }

    private static Stream<Case> filters() {
        return Stream.of(
                new Case(
                        "Zscaler",
                        Kind.BLOCK,
                        "Zscaler",
                        "FileHost",
                        "",
                        """
                        403
                        Server: Zscaler/5.6
                        Content-Type: text/html

                        <html><head><title>Internet Security by Zscaler</title></head><body>
                        <p>Sorry, you don't have permission to visit this site.</p>
                        <div>Not allowed to browse FileHost category</div></body></html>
                        """),
                new Case(
                        "FortiGuard",
                        Kind.BLOCK,
                        "Fortinet",
                        "File Sharing and Storage",
                        "",
                        """
                        403
                        Content-Type: text/html

                        <html><body class="blocked"><h2>Powered By Fortinet</h2>
                        <h1>FortiGuard Web Filtering</h1><h3>Web Page Blocked!</h3>
                        <p>You have tried to access a web page which is in violation of your internet
                        usage policy.</p><p>URL: cdn.test/blob<br />
                        Category: File Sharing and Storage
                        <br/>Client IP: 10.2.131.133<br/>User name: </p></body></html>
                        """),
                new Case(
                        "FortiGate's application control",
                        Kind.BLOCK,
                        "Fortinet",
                        "",
                        "",
                        """
                        200
                        Content-Type: text/html

                        <!DOCTYPE html><html><head><title>Application Control Violation</title></head>
                        <h1>Application Blocked!</h1></html>
                        """),
                new Case(
                        "Sophos",
                        Kind.BLOCK,
                        "Sophos",
                        "Personal Network Storage",
                        "",
                        """
                        403
                        Content-Type: text/html

                        <html><title>Access denied</title><img src=/Sophos_logo.png>
                        <p>Category: Personal Network Storage</p></html>
                        """),
                new Case(
                        "Palo Alto",
                        Kind.BLOCK,
                        "Palo Alto",
                        "online-storage-and-backup",
                        "",
                        """
                        503
                        Content-Type: text/html; charset=UTF-8

                        <html><head><title>Web Page Blocked</title></head><body>
                        <h1>Web Page Blocked</h1><p>Access to the web page you were trying to visit
                        has been blocked in accordance with company policy.</p>
                        <p><b>User:</b> corp\\me </p><p><b>URL:</b> cdn.test </p>
                        <p><b>Category:</b> online-storage-and-backup </p></body></html>
                        """),
                new Case(
                        "Cisco Umbrella",
                        Kind.BLOCK,
                        "Cisco Umbrella",
                        "GGUF",
                        "",
                        """
                        403
                        Content-Type: text/html

                        <!DOCTYPE html><html><head><title>Site Blocked</title></head><body>
                        <span role="alert">This file is blocked due to File Type policy.</span>
                        <p>Access to GGUF files is blocked because of a Cisco Umbrella policy
                        setting.</p><p>This file was categorized as: <strong>GGUF</strong></p>
                        """),
                new Case(
                        "Cisco WSA",
                        Kind.BLOCK,
                        "Cisco Secure Web Appliance",
                        "Online Storage and Backup",
                        "",
                        """
                        403
                        Content-Type: text/html

                        <html><head><title>Notification: Policy: URL Filtering</title></head><body>
                        <h1>This Page Cannot Be Displayed</h1><p>
                        Based on your organization's access policies, access to this web site
                        (&nbsp;http://cdn.test/b?sig=s3cret&nbsp;) has been blocked because the web
                        category &quot;Online Storage and Backup&quot; is not allowed.</p>
                        """),
                new Case(
                        "Websense",
                        Kind.BLOCK,
                        "Forcepoint",
                        "",
                        "",
                        """
                        200
                        Content-Type: text/html

                        <html><head><title>Access to this site is blocked</title></head><body>
                        <iframe src="http://10.2.41.70:15871/cgi-bin/block_message.cgi?ws-session=1"
                        name="ws_block"></iframe><img title="Websense" alt="Websense Logo"></body>
                        """),
                new Case(
                        "Blue Coat",
                        Kind.BLOCK,
                        "Broadcom (Blue Coat)",
                        "File Storage/Sharing;Technology/Internet",
                        "content_filter_denied",
                        """
                        403
                        Content-Type: text/html

                        <HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY>
                        <big>Access Denied (content_filter_denied)</big><br>Your request was denied
                        because of its content categorization: \
                        "File Storage/Sharing;Technology/Internet"</BODY></HTML>
                        """),
                new Case(
                        "squid",
                        Kind.BLOCK,
                        "squid",
                        "",
                        "ERR_ACCESS_DENIED",
                        """
                        403
                        Server: squid/5.7
                        Content-Type: text/html;charset=utf-8
                        X-Squid-Error: ERR_ACCESS_DENIED 0

                        <!DOCTYPE html><html><title>ERROR: The requested URL could not be
                        retrieved</title>
                        """));
    }

    private static Stream<Case> scanners() {
        return Stream.of(
                new Case(
                        "Zscaler's scanner",
                        Kind.MALWARE,
                        "Zscaler",
                        "",
                        "AV_AUTHENTIUM_VIRUS_SW_MW_BLOCK",
                        """
                        403
                        Server: Zscaler/6.2
                        Content-Type: text/html

                        <html><title>Internet Security by Zscaler</title>
                        <p>code <b>AV_AUTHENTIUM_VIRUS_SW_MW_BLOCK</b></p>
                        """),
                new Case(
                        "McAfee Web Gateway, as a bad gateway",
                        Kind.MALWARE,
                        "Skyhigh (McAfee Web Gateway)",
                        "",
                        "BehavesLike.VBS.Dropper.mv",
                        """
                        502
                        Content-Type: text/html

                        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html>
                        <!-- FileName: index.html Language: [en] -->
                        <head><title>McAfee Web Gateway - Notification</title></head>
                        <body>The transferred file contained a virus and was therefore blocked.
                        <b>Virus Name: </b>BehavesLike.VBS.Dropper.mv<br /></body></html>
                        """),
                new Case(
                        "Palo Alto's scanner",
                        Kind.MALWARE,
                        "Palo Alto",
                        "",
                        "",
                        """
                        200
                        Content-Type: text/html

                        <html><head><title>Virus/Spyware Download Blocked</title></head><body>
                        <p>Download of the virus/spyware has been blocked in accordance with company
                        policy.</p><p><b>File name:</b> model.gguf</p></body></html>
                        """),
                new Case(
                        "a scanner without a name",
                        Kind.MALWARE,
                        "",
                        "",
                        "Eicar-Test-Signature",
                        """
                        403
                        X-Virus-Name: Eicar-Test-Signature
                        Content-Type: text/html

                        <html>blocked</html>
                        """),
                new Case(
                        "Blue Coat, too large to scan",
                        Kind.SIZE,
                        "Broadcom (Blue Coat)",
                        "",
                        "max_file_size_exceeded",
                        """
                        403
                        Content-Type: text/html

                        <html><title>Blue Coat Systems</title>
                        <p>The file could not be scanned (max_file_size_exceeded)</p></html>
                        """));
    }

    private static Stream<Case> named() {
        return Stream.of(
                named("Check Point", "<img alt='Check Point'><p>no entry</p>"),
                named("SonicWall", "<h1>Web Site Blocked</h1><div id=nsa_banner></div>"),
                named("Barracuda", "The link has been blocked by the Barracuda Web Filter"),
                named("WatchGuard", "<p>Request denied by WatchGuard Firewall.</p>"),
                named("Netskope", "<p>Your company's Netskope policy blocks this</p>"),
                named("e2guardian", "<title>E2Guardian - Access Denied</title>"),
                named("iboss", "<p>Access to the requested site has been restricted</p> iboss"));
    }

    private static Case named(String vendor, String body) {
        var answer = "403\nContent-Type: text/html\n\n<html><body>" + body + "</body></html>";
        return new Case(vendor, Kind.BLOCK, vendor, "", "", answer);
    }

    private static Stream<Case> others() {
        return Stream.of(
                new Case(
                        "squid without a connection",
                        Kind.PROXY,
                        "squid",
                        "",
                        "ERR_CONNECT_FAIL",
                        """
                        503
                        Content-Type: text/html
                        X-Squid-Error: ERR_CONNECT_FAIL 111

                        <html><title>ERROR</title>
                        """),
                new Case(
                        "hotel",
                        Kind.PORTAL,
                        "",
                        "",
                        "",
                        """
                        200
                        Content-Type: text/html

                        <html><head><title>Welcome to Guest Wi-Fi</title></head>
                        <form><input type="password"> Accept the terms</form></html>
                        """),
                new Case(
                        "network authentication required",
                        Kind.PORTAL,
                        "",
                        "",
                        "",
                        "511\nContent-Type: text/html\n\n<html><p>later</p></html>"),
                new Case(
                        "single sign-on",
                        Kind.LOGIN,
                        "",
                        "",
                        "",
                        """
                        200
                        Content-Type: text/html

                        <html><title>Sign in</title><body onload="document.forms[0].submit()">
                        <form><input type=hidden name="SAMLRequest" value="s3cret"></form></html>
                        """),
                new Case(
                        "a filter without a name",
                        Kind.BLOCK,
                        "",
                        "",
                        "",
                        """
                        403
                        Content-Type: text/html

                        <html><title>Oops</title>This site was blocked by your administrator</html>
                        """),
                new Case(
                        "a page that says nothing and hides its type",
                        Kind.UNKNOWN,
                        "",
                        "",
                        "",
                        "200\nContent-Type: application/octet-stream\n\n<!DOCTYPE html><p>hello"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void names_whose_page_it_is(Case given) {
        var page = page(given.answer());

        assertThat(page.kind()).isEqualTo(given.kind());
        assertThat(page.vendor()).isEqualTo(given.vendor());
        assertThat(page.category()).isEqualTo(given.category());
        assertThat(page.reason()).isEqualTo(given.why());
        assertThat(page.toString()).doesNotContain("s3cret");
    }

    @Test
    void keeps_how_it_looked_printable_and_short() {
        var body = "<html><title>a\u0007 b</title>" + "block ".repeat(20_000);
        var answer =
                page("403\nServer: x\u001b[31m\nContent-Type: Text/HTML; charset=x\n\n" + body)
                        .answer();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.server()).isEqualTo("x [31m");
        assertThat(answer.contentType()).isEqualTo("text/html");
        assertThat(answer.title()).isEqualTo("a b");
        assertThat(answer.snippet()).hasSizeLessThanOrEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "https://fw.corp:8090/ips/block/webcat?cat=68&url=aHR0cHM6, BLOCK, Sophos, 68",
        "http://10.0.16.15:15871/cgi-bin/blockpage.cgi?ws-session=19, BLOCK, Forcepoint, ''",
        "http://192.168.1.1/UserCheck/PortalMain?IID=1, BLOCK, Check Point, ''",
        "https://gateway.zscloud.net/auD?origurl=x, BLOCK, Zscaler, ''",
        "https://malware.opendns.com/?url=x, MALWARE, Cisco Umbrella, ''",
        "http://10.1.230.254:1000/fgtauth?45b7ca37e558ba9c, PORTAL, Fortinet, ''",
        "https://login.microsoftonline.com/t/saml2?SAMLRequest=s3cret, LOGIN, '', ''",
        "https://sts.corp.example/adfs/ls/?wa=wsignin1.0, LOGIN, '', ''",
        "http://sheua017-wcg:8080/auth/?du=aHR0cHM6Ly9vcGVu, LOGIN, '', ''",
        "http://captive.hotel.example/login?mac=1, PORTAL, '', ''",
    })
    void knows_a_redirect_that_leads_astray(String to, Kind kind, String vendor, String category) {
        var page = Judge.ofRedirect(sight("307\n\n"), URI.create(to)).orElseThrow();

        assertThat(page.kind()).isEqualTo(kind);
        assertThat(page.vendor()).isEqualTo(vendor);
        assertThat(page.category()).isEqualTo(category);
        assertThat(page.answer().snippet()).contains(URI.create(to).getHost());
        assertThat(page.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://dd20.r2.cloudflarestorage.com/ollama/docker/registry/v2/blobs/x?X-Amz-Date=1",
        "https://cas-bridge.xethub.hf.co/xet-bridge-us/65/a?X-Amz-Signature=1",
        "https://cdn-lfs-us-1.hf.co/repos/a/b/c?response-content-disposition=inline",
        "https://portal.azure.example.blob.core.windows.net/a",
        "https://registry.test/v2/library/wifi/blobs/sha256:1",
        "http://cdn.test/blob",
        "https://s3.corp:6082/bucket/blob",
        "https://s3.corp:8020/models/early-warning/blob",
        "https://s3.corp:8010/warnings/blob",
    })
    void lets_a_redirect_to_a_store_pass(String to) {
        assertThat(Judge.ofRedirect(sight("307\n\n"), URI.create(to))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied",
        "403, RequestExpired",
        "400, ExpiredToken",
        "403, SignatureDoesNotMatch",
    })
    void knows_an_address_whose_time_is_over(int status, String code) {
        var xml = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code></Error>";

        assertThat(Judge.of(sight(status + "\nContent-Type: application/xml\n\n" + xml)))
                .isEqualTo(new Verdict.ExpiredAddress(code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "502|text/html|<html><title>502 Bad Gateway</title><center>nginx</center></html>",
                "403|text/html|<html><title>403 Forbidden</title><center>nginx</center></html>",
                "404|text/html|<html><title>Not found</title>no such page</html>",
                "401|text/html|<html>log in</html>",
                "403|application/json|{\"errors\":[{\"code\":\"DENIED\",\"message\":\"blocked\"}]}",
                "503|text/plain|virus scanner is down",
                "403|application/xml|<Error><Code>NoSuchBucketPolicy</Code></Error>",
                "404|text/html|<html><title>404</title>Repository ml/checkpoint-500 was not found",
                "503|text/html|<html><title>Soon back</title>Saving checkpoint, access denied",
                "404|text/html|<html><title>404</title>Model sec/malware-bert was not found",
                "404|text/html|<html><title>404</title>The virus model was not found, blocked",
                "503|text/html|<html><title>503</title>Connections are over the limit",
                "500|text/html|<html><title>GitLab</title>policy of kaspersky/bert not allowed",
                "502|text/html|<html><title>Harbor</title>Sophos is down",
                "404|text/html|<html><title>Nexus</title>Could not find netskope/detector:1",
                "401|text/html|<html><title>Log in</title>Access denied: Forcepoint",
            })
    void leaves_an_error_of_the_server_to_it(int status, String type, String body) {
        assertThat(Judge.of(sight(status + "\nContent-Type: " + type + "\n\n" + body)))
                .isEqualTo(new Verdict.OriginError());
    }

    @ParameterizedTest
    @CsvSource({
        "https://registry.test:6082/v2/a/b/manifests/latest, ''",
        "https://registry.test:8020/v2/nlp/early-warning/manifests/1, ''",
        "https://registry.test/v2/a/b/manifests/latest, Barracuda",
        "https://registry.test/webadmin/deny, WatchGuard",
    })
    void leaves_a_registrys_own_words_to_it(URI uri, String server) {
        var json =
                "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"Forcepoint, blocked\"}]}";
        var sight =
                new Sight(
                        uri,
                        404,
                        name ->
                                switch (name) {
                                    case "Server" -> Optional.of(server);
                                    case "Content-Type" -> Optional.of("application/json");
                                    default -> Optional.empty();
                                },
                        json.getBytes(UTF_8));

        assertThat(Judge.of(sight)).isEqualTo(new Verdict.OriginError());
    }

    @Test
    void takes_a_name_within_another_for_none() {
        var gated =
                "403\nContent-Type: text/html\n\n<html><title>Gated</title>Access to kaspersky/bert"
                        + " is restricted: accept the checkpoint policy of sophos-ai</html>";

        assertThat(page(gated).vendor()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "503, Web Page Blocked, BLOCK",
        "500, Access Denied, BLOCK",
    })
    void takes_a_failure_that_forbids_in_its_title_for_a_block(
            int status, String title, Kind kind) {
        var answer = status + "\nContent-Type: text/html\n\n<html><title>" + title + "</title>";

        assertThat(page(answer).kind()).isEqualTo(kind);
    }

    @Test
    void takes_a_plea_for_patience_as_one() {
        assertThat(Judge.of(sight("429\nContent-Type: text/html\n\n<html>blocked</html>")))
                .isEqualTo(new Verdict.RateLimit());
    }

    private static Page page(String answer) {
        return ((Verdict.Foreign) Judge.of(sight(answer))).page();
    }

    private static Sight sight(String answer) {
        var end = answer.indexOf("\n\n");
        var head = answer.substring(0, end).split("\n", -1);
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < head.length; i++) {
            var colon = head[i].indexOf(':');
            fields.put(head[i].substring(0, colon), head[i].substring(colon + 1).strip());
        }
        return new Sight(
                CDN,
                Integer.parseInt(head[0]),
                name -> Optional.ofNullable(fields.get(name)),
                answer.substring(end + 2).getBytes(UTF_8));
    }
}
