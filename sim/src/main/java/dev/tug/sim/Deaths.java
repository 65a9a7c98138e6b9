package dev.tug.sim;

/// Rules by which single connections end, whatever the others do.
final class Deaths {
    private Deaths() {}

    record AtRandom(Rule.RandomCuts rule) implements Appliance {
        @Override
        public void opened(Path path, Flow flow) {
            flow.doom(path.now() + path.exponential(rule.everySeconds()), "lost");
        }
    }

    record AtAge(Rule.Lifetime rule) implements Appliance {
        @Override
        public void opened(Path path, Flow flow) {
            flow.doom(flow.openedAt + rule.seconds(), "ended at its age");
        }
    }

    record AtBytes(Rule.ByteBudget rule) implements Appliance {
        @Override
        public void opened(Path path, Flow flow) {
            flow.budget = Math.min(flow.budget, (double) rule.bytes());
        }
    }
}
