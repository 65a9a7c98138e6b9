package dev.tug.bench;

import com.fasterxml.jackson.jr.ob.JSON;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Findings as one JSON object, with every sample.
final class JsonReport {
    private JsonReport() {}

    static String of(Findings findings, List<Target> targets) throws IOException {
        var all = new LinkedHashMap<String, Object>();
        all.put("facts", findings.facts().values());
        all.put("rounds", findings.rounds());
        all.put("targets", targets.stream().map(JsonReport::target).toList());
        all.put("skipped", findings.skipped());
        all.put("pulls", findings.comparisons().stream().map(JsonReport::comparison).toList());
        findings.layers().ifPresent(layers -> all.put("layers", layers(layers)));
        all.put("links", findings.links().stream().map(JsonReport::link).toList());
        findings.startup()
                .ifPresent(startup -> {
                    var seconds = new LinkedHashMap<String, Object>();
                    startup.wallSeconds().forEach((name, each) -> seconds.put(name, spread(each)));
                    all.put("starts", seconds);
                });
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(all) + "\n";
    }

    private static Map<String, Object> target(Target target) {
        var values = new LinkedHashMap<String, Object>();
        values.put("name", target.name());
        values.put(target.isFloor() ? "at_least" : "at_most", target.limit());
        values.put("measured", target.measured());
        values.put("met", target.isMet());
        return values;
    }

    private static Map<String, Object> comparison(Comparison comparison) {
        var values = new LinkedHashMap<String, Object>();
        values.put("site", comparison.site());
        values.put("bytes", comparison.bytes());
        values.put("clients", comparison.rows().stream().map(JsonReport::row).toList());
        return values;
    }

    private static Map<String, Object> row(Comparison.Row row) {
        var values = new LinkedHashMap<String, Object>();
        values.put("client", row.client());
        values.put("wall_s", row.runs().stream().map(Measurement::wallSeconds).toList());
        values.put("cpu_s", row.runs().stream().map(Measurement::cpuSeconds).toList());
        values.put("rss_bytes", row.runs().stream().map(Measurement::rssBytes).toList());
        values.put("wire_bytes", row.runs().stream().map(Measurement::wireBytes).toList());
        return values;
    }

    private static Map<String, Object> layers(SmallLayers layers) {
        var values = new LinkedHashMap<String, Object>();
        values.put("layers", layers.layers());
        values.put("bound_s", layers.boundSeconds());
        values.put("pull_s", spread(layers.elapsedSeconds()));
        values.put("wall_s", spread(layers.wallSeconds()));
        return values;
    }

    private static Map<String, Object> link(LinkResult link) {
        var values = new LinkedHashMap<String, Object>();
        values.put("bits_per_second", link.bits());
        values.put("bytes", link.bytes());
        values.put("client", link.client());
        values.put("bound_s", link.boundSeconds());
        values.put("first_byte_to_end_s", link.runs().stream().map(r -> r.seconds()).toList());
        values.put("last_byte_to_end_s", link.runs().stream().map(r -> r.tailSeconds()).toList());
        return values;
    }

    private static Map<String, Object> spread(Spread spread) {
        var values = new LinkedHashMap<String, Object>();
        values.put("min", spread.min());
        values.put("median", spread.median());
        values.put("max", spread.max());
        return values;
    }
}
