package dev.tug.cli;

import dev.tug.diagnosis.Check;
import dev.tug.diagnosis.Diagnosis;
import dev.tug.diagnosis.Exchange;
import dev.tug.diagnosis.Host;
import dev.tug.internal.text.Harmless;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A diagnosis for people, and for programs.
final class DoctorText {
    /// The longest word of an outcome, and the longest name of a check.
    private static final int OUTCOME_WIDTH = 7;

    private static final int NAME_WIDTH = 12;

    private DoctorText() {}

    /// One check, with its remedy on a line of its own.
    static String line(Check check, String model) {
        var line =
                "%s    %s    %s: %s"
                        .formatted(
                                padded(word(check), OUTCOME_WIDTH),
                                padded(check.name(), NAME_WIDTH),
                                Harmless.of(check.subject()),
                                Harmless.of(check.found()));
        return Remedy.of(check, model)
                .map(DoctorText::harmless)
                .map(remedy -> line + "\n" + remedy.indent(OUTCOME_WIDTH + 4).stripTrailing())
                .orElse(line);
    }

    /// The last sieve: whatever strangers wrote, it moves no cursor.
    private static String harmless(String text) {
        return text.lines().map(Harmless::of).collect(Collectors.joining("\n"));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    static String word(Check check) {
        return check.outcome().name().toLowerCase(Locale.ROOT);
    }

    /// What follows, a sentence a line, and what to do.
    static String verdict(Diagnosis diagnosis, String model) {
        var sentences = diagnosis.conclusion().sentences().stream().map(Harmless::of);
        var text = new StringBuilder(sentences.collect(Collectors.joining(".\n")));
        text.append('.');
        diagnosis
                .conclusion()
                .failure()
                .flatMap(_ ->
                        diagnosis.checks().stream()
                                .filter(Check::isFail)
                                .filter(check -> check.cause() == diagnosis.conclusion().cause())
                                .findFirst())
                .flatMap(check -> Remedy.of(check, model))
                .map(DoctorText::harmless)
                .ifPresent(remedy -> text.append("\nhint: ").append(remedy));
        if (!diagnosis.conclusion().pullWorks()) {
            text.append("\nFor IT: tug doctor ").append(model).append(" --ticket");
        }
        return text.toString();
    }

    /// One document.
    static String json(Diagnosis diagnosis, String model) {
        var document = new LinkedHashMap<String, Object>();
        var conclusion = diagnosis.conclusion();
        document.put("subject", diagnosis.subject());
        document.put("started_at", diagnosis.started().toString());
        document.put("elapsed_ms", diagnosis.took().toMillis());
        document.put("pull_works", conclusion.pullWorks());
        document.put("cause", word(conclusion.cause()));
        conclusion
                .failure()
                .ifPresent(failure -> document.put("code", ExitCode.of(failure).word()));
        document.put("verdict", conclusion.sentences());
        document.put(
                "checks", diagnosis.checks().stream().map(check -> json(check, model)).toList());
        document.put("hosts", diagnosis.hosts().stream().map(DoctorText::json).toList());
        document.put("exchanges", diagnosis.exchanges().stream().map(DoctorText::json).toList());
        document.put("untested", diagnosis.untested());
        return Json.pretty(document);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> json(Check check, String model) {
        var line = new LinkedHashMap<String, Object>();
        line.put("check", check.name());
        line.put("subject", check.subject());
        line.put("outcome", word(check));
        line.put("found", check.found());
        line.put("cause", word(check.cause()));
        check.at().ifPresent(at -> line.put("at", at.toString()));
        Remedy.of(check, model).ifPresent(remedy -> line.put("remedy", remedy));
        return line;
    }

    private static Map<String, Object> json(Host host) {
        var line = new LinkedHashMap<String, Object>();
        line.put("host", host.name());
        line.put("port", host.port());
        line.put("role", word(host.role()));
        line.put("addresses", host.addresses());
        line.put("protocol", host.protocol());
        host.issuer().ifPresent(issuer -> line.put("issuer", issuer));
        host.inspector().ifPresent(who -> line.put("inspector", who));
        host.proxy().ifPresent(proxy -> line.put("proxy", proxy));
        return line;
    }

    private static Map<String, Object> json(Exchange exchange) {
        var line = new LinkedHashMap<String, Object>();
        line.put("at", exchange.at().toString());
        line.put("address", exchange.address());
        line.put("status", exchange.status());
        line.put("outcome", exchange.outcome());
        line.put("first_byte_ms", exchange.firstByte().toMillis());
        return line;
    }
}
