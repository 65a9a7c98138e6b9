package dev.tug.sim;

import java.util.List;

/// A modelled path: a link, and what the boxes on the way do.
///
/// @param about what it is, in a few words
record Network(String name, String about, Link link, List<Rule> rules) {
    /// A link that flows share max-min fairly.
    ///
    /// @param rate bytes per second of all flows together
    /// @param flowRate bytes per second that one flow reaches at most
    /// @param extraFlowCost share of the rate that each flow beyond the first costs
    /// @param roundTrip seconds
    record Link(double rate, double flowRate, double extraFlowCost, double roundTrip) {
        /// The share of the rate that is left to so many flows.
        double shareLeft(int flows) {
            return Math.max(0.1, 1 - extraFlowCost * (flows - 1));
        }
    }

    /// Whether some of its connections are far slower than others.
    boolean isUneven() {
        return rules.stream().anyMatch(Rule.SlowFlows.class::isInstance);
    }

    @Override
    public String toString() {
        return name + " " + about;
    }
}
