package dev.tug.diagnosis;

import dev.tug.diagnosis.Check.Outcome;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What all checks together mean, in words for anybody.
///
/// @param pullWorks whether a pull would bring the model, as far as was looked
/// @param cause what matters most of what stands in the way
/// @param sentences the meaning, the most important first
/// @param failure what a pull would end with; empty if it works
public record Conclusion(
        boolean pullWorks, Cause cause, List<String> sentences, Optional<PullFailure> failure) {
    public Conclusion {
        sentences = List.copyOf(sentences);
    }

    /// What `checks` mean for a pull from `registry`, its host without the port.
    public static Conclusion of(List<Check> checks, String registry) {
        var main = checks.stream().filter(Check::isFail).min(BY_WEIGHT);
        var cause = main.or(() -> obstacles(checks).min(BY_WEIGHT)).map(Check::cause);
        var sentences = new ArrayList<String>();
        if (main.isPresent()) {
            sentences.add(headline(main.get(), checks, registry));
        } else {
            sentences.add(isWhole(checks) ? "A pull works from here" : unknown(checks));
        }
        inspection(checks).ifPresent(sentences::add);
        bearable(checks).ifPresent(sentences::add);
        ollama(checks, main).ifPresent(sentences::add);
        others(checks, main).forEach(sentences::add);
        return new Conclusion(
                main.isEmpty(), cause.orElse(Cause.NONE), sentences, main.flatMap(Check::failure));
    }

    /// What a pull meets first, which is the order of causes.
    private static final Comparator<Check> BY_WEIGHT = Comparator.comparing(Check::cause);

    private static boolean isOfStore(Check check) {
        return switch (check.cause()) {
            case STORE_NOT_WRITABLE, NO_SPACE, STORE_BROKEN -> true;
            default -> false;
        };
    }

    private static String headline(Check main, List<Check> checks, String registry) {
        var words = "A pull fails: " + main.subject() + ": " + main.cause().meaning();
        var byWhom =
                main.cause() == Cause.UNTRUSTED
                        ? inspector(checks, main)
                        : Optional.<String>empty();
        var more = byWhom.map(who -> ", " + who).orElse("") + page(main);
        return isOfStore(main) || main.subject().equals(registry) || !registryAnswers(checks)
                ? words + more
                : words
                        + more
                        + "; the registry "
                        + registry
                        + " answers, and this host, which has the bytes, does not";
    }

    /// Who says no in the place of a host, and why.
    private static String page(Check main) {
        if (!(main.failure().orElse(null)
                instanceof PullFailure.Network(_, _, TransferFailure.Blocked(_, var page)))) {
            return "";
        }
        var vendor = page.vendor().isEmpty() ? "" : ", by " + page.vendor();
        var why = page.category().isEmpty() ? page.reason() : "category " + page.category();
        return vendor + (why.isEmpty() ? "" : " (" + why + ")");
    }

    private static Optional<String> inspector(List<Check> checks, Check main) {
        return checks.stream()
                .filter(check -> check.name().equals("tls"))
                .filter(check -> check.subject().equals(main.subject()))
                .filter(check -> check.found().contains("inspects"))
                .map(_ -> "that of a product which inspects TLS on this network")
                .findFirst();
    }

    private static boolean registryAnswers(List<Check> checks) {
        return checks.stream()
                .anyMatch(
                        check -> check.name().equals("manifest") && check.outcome() == Outcome.OK);
    }

    private static boolean isWhole(List<Check> checks) {
        return checks.stream().anyMatch(check -> check.name().equals("blobs") && isSeen(check))
                && checks.stream()
                        .noneMatch(check ->
                                check.cause() == Cause.SLOW
                                        || (check.outcome() == Outcome.SKIPPED
                                                && check.cause() == Cause.NO_TIME));
    }

    private static boolean isSeen(Check check) {
        return check.outcome() == Outcome.OK || check.outcome() == Outcome.WARN;
    }

    private static String unknown(List<Check> checks) {
        if (checks.stream().anyMatch(check -> check.cause() == Cause.SLOW)) {
            return "Answers take so long here that not all could be waited for; a pull waits longer,"
                    + " and may work";
        }
        return checks.stream().anyMatch(check -> check.cause() == Cause.NO_TIME)
                ? "Nothing that was looked at stops a pull, but there was no time for all"
                : "The registry answers; where the bytes come from was not looked at";
    }

    /// Who reads along, and where: the registry may be clean and the host of the bytes inspected.
    private static Optional<String> inspection(List<Check> checks) {
        var inspected = checks.stream().filter(check -> check.cause() == Cause.INSPECTED).toList();
        return inspected.stream()
                .findFirst()
                .map(check -> check.found().substring(check.found().lastIndexOf("; ") + 1).strip())
                .map(words ->
                        words
                                + " to "
                                + join(inspected.stream().map(Check::subject).distinct().toList()));
    }

    /// What a pull gets around by itself.
    private static Optional<String> bearable(List<Check> checks) {
        var met =
                obstacles(checks)
                        .filter(check -> !isAside(check))
                        .map(check -> check.cause().meaning())
                        .distinct()
                        .toList();
        return met.isEmpty()
                ? Optional.empty()
                : Optional.of("Tug gets around this by itself: " + join(met));
    }

    /// What the same network does to Ollama: the words that a user may have come with.
    private static Optional<String> ollama(List<Check> checks, Optional<Check> main) {
        return main.or(() -> obstacles(checks).filter(check -> !isAside(check)).min(BY_WEIGHT))
                .map(OllamaWords::of)
                .filter(words -> !words.isEmpty())
                .map(words -> "Ollama ends here with words like `" + words + "`");
    }

    private static List<String> others(List<Check> checks, Optional<Check> main) {
        return checks.stream()
                .filter(Check::isFail)
                .filter(check -> main.filter(check::equals).isEmpty())
                .filter(check -> main.filter(first -> first.cause() == check.cause()).isEmpty())
                .map(check -> "Besides, " + check.subject() + ": " + check.cause().meaning())
                .distinct()
                .toList();
    }

    private static Stream<Check> obstacles(List<Check> checks) {
        return checks.stream()
                .filter(check -> check.outcome() == Outcome.WARN)
                .filter(check -> check.cause() != Cause.NONE && check.cause() != Cause.NO_TIME);
    }

    /// Worth knowing, and nothing to get around.
    private static boolean isAside(Check check) {
        return switch (check.cause()) {
            case INSPECTED, UNVERIFIED, OTHER_STORE, CLOCK_WRONG, SLOW, NONE -> true;
            default -> false;
        };
    }

    private static String join(List<String> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
    }
}
