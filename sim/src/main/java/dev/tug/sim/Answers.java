package dev.tug.sim;

import java.util.ArrayDeque;

/// Rules about single requests and their answers.
final class Answers {
    private Answers() {}

    /// Cuts answers above a size.
    record Capped(Rule.AnswerCap rule) implements Appliance {
        @Override
        public void asked(Path path, Flow flow) {
            if (flow.asked > rule.bytes()) {
                path.tell(() -> "answer of %d bytes is blocked".formatted(flow.asked));
                flow.doom(flow.until, "blocked");
            }
        }
    }

    /// Reads answers whole before it passes them on.
    record Scanned(Rule.ScanAndHold rule) implements Appliance {
        @Override
        public void asked(Path path, Flow flow) {
            if (flow.asked <= rule.upTo()) {
                flow.hold(rule.secondsPerMegabyte());
            }
        }
    }

    /// Answers with the whole blob.
    record Whole() implements Appliance {
        @Override
        public void asked(Path path, Flow flow) {
            if (flow.ranged) {
                path.answerWhole(flow);
            }
        }
    }

    /// Refuses requests above a rate.
    static final class Throttled implements Appliance {
        private final Rule.RequestRate rule;
        private final ArrayDeque<Double> recent = new ArrayDeque<>();

        Throttled(Rule.RequestRate rule) {
            this.rule = rule;
        }

        @Override
        public void asked(Path path, Flow flow) {
            double now = path.now();
            recent.addLast(now);
            while (recent.getFirst() <= now - 1) {
                recent.removeFirst();
            }
            if (recent.size() > rule.perSecond()) {
                recent.removeLast();
                flow.refuse(new Answer.Refusal(rule.status(), rule.retryAfterSeconds()));
            }
        }
    }
}
