package dev.tug.bench;

import java.util.List;
import java.util.Optional;

/// All that one run of the benchmark found.
///
/// @param rounds of each comparison
/// @param links by rate and client
/// @param skipped sections that could not run here, with the reason
record Findings(
        Facts facts,
        int rounds,
        List<Comparison> comparisons,
        Optional<SmallLayers> layers,
        List<LinkResult> links,
        Optional<Startup> startup,
        List<String> skipped) {}
