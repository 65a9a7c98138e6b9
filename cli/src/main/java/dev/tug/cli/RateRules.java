package dev.tug.cli;

import dev.tug.Bandwidth;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The limits to the rate over a week.
///
/// Where windows overlap the lowest limit holds, and outside of all windows the lowest of those
/// without one.
///
/// @param rules in any order
/// @param text how the user wrote it
record RateRules(List<RateRule> rules, String text) {
    /// No limit at any time.
    static final RateRules NONE = new RateRules(List.of(), "off");

    private static final int RULES_MAX = 100;

    RateRules {
        rules = List.copyOf(rules);
    }

    /// Reads rules with `;` between them; empty if one of them is none.
    static Optional<RateRules> parse(String text) {
        return parse(Arrays.asList(text.split(";", -1)));
    }

    /// Reads one rule from each of `texts`; empty if one of them is none.
    static Optional<RateRules> parse(List<String> texts) {
        var rules = new ArrayList<RateRule>();
        if (texts.isEmpty() || texts.size() > RULES_MAX) {
            return Optional.empty();
        }
        for (var text : texts) {
            var rule = RateRule.parse(text);
            if (rule.isEmpty()) {
                return Optional.empty();
            }
            rules.add(rule.get());
        }
        return Optional.of(
                new RateRules(
                        rules, String.join("; ", texts.stream().map(String::strip).toList())));
    }

    /// The limit in force at `now`, by the clock on the wall, in bytes a second.
    long at(LocalDateTime now) {
        var holding =
                rules.stream()
                        .filter(rule -> rule.window().map(w -> w.holdsAt(now)).orElse(false))
                        .toList();
        var deciding =
                holding.isEmpty()
                        ? rules.stream().filter(rule -> rule.window().isEmpty()).toList()
                        : holding;
        return deciding.stream()
                .mapToLong(RateRule::bytesPerSecond)
                .min()
                .orElse(Bandwidth.UNLIMITED);
    }

    /// Whether the limit depends on the time.
    boolean isTimed() {
        return rules.stream().anyMatch(rule -> rule.window().isPresent());
    }
}
