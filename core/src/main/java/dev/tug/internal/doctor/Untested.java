package dev.tug.internal.doctor;

import dev.tug.diagnosis.Check;
import dev.tug.diagnosis.Check.Outcome;

import java.util.ArrayList;
import java.util.List;

/// Says what a pull needs and an examination did not look at; pure.
final class Untested {
    private Untested() {}

    static List<String> of(List<Check> checks, boolean hasModel, boolean probed) {
        var untested = new ArrayList<String>();
        if (!hasModel) {
            untested.add("where the bytes of models come from: no model was named");
        }
        checks.stream()
                .filter(check -> check.outcome() == Outcome.SKIPPED)
                .map(check -> check.name() + " of " + check.subject() + ": " + check.found())
                .forEach(untested::add);
        if (!probed) {
            untested.add("how many connections at once are let through (`tug doctor --probe`)");
        }
        untested.add("answers of more than 4 MB, and connections that live for minutes");
        untested.add("the whole content: no model was downloaded");
        return untested;
    }
}
