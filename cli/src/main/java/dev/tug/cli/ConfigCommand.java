package dev.tug.cli;

import dev.tug.NameSource;
import dev.tug.ProxyRules;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `tug config`.
@Command(name = "config", description = "Show every setting in force and where it comes from")
final class ConfigCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private final CommonOptions common = new CommonOptions();

    @Option(names = "--json", description = "One JSON document")
    private boolean json;

    /// One line of the list.
    private record Row(String name, Object value, Setting.Source source) {}

    ConfigCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var settings = Session.open(surroundings, common.flags()).settings();
        var rows = rows(settings);
        surroundings.out().println(json ? json(settings, rows) : text(settings, rows));
        surroundings.out().flush();
        return ExitCode.OK.code();
    }

    private List<Row> rows(Settings settings) {
        var rows = new ArrayList<Row>();
        rows.add(row("store", settings.store()));
        rows.add(row("parts", settings.parts()));
        var stall = settings.stall();
        rows.add(new Row("stall_seconds", stall.value().toSeconds(), stall.source()));
        rows.add(row("attempts", settings.attempts()));
        var giveUp = settings.giveUpAfter();
        rows.add(new Row("give_up_after", TimeSpan.text(giveUp.value()), giveUp.source()));
        rows.add(row("aggressive", settings.aggressive()));
        var trust = settings.trust().authorities();
        rows.add(
                new Row(
                        "cacert",
                        trust.value().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining(", ")),
                        trust.source()));
        rows.add(row("insecure", settings.insecure()));
        var unverified = settings.trust().unverified();
        rows.add(
                new Row(
                        "insecure_hosts",
                        String.join(", ", unverified.value()),
                        unverified.source()));
        var inspected = settings.trust().inspected();
        rows.add(
                new Row(
                        "assume_inspected",
                        inspected.value().map(yes -> yes ? "yes" : "no").orElse("auto"),
                        inspected.source()));
        rows.add(row("keep_unused", settings.keepUnused()));
        rows.add(new Row("log", settings.log().value().word(), settings.log().source()));
        rows.add(row("colour", settings.colour()));
        var rate = settings.rate();
        rows.add(new Row("rate", rate.rules().value().text(), rate.rules().source()));
        var file = rate.file().value().map(Object::toString).orElse("");
        rows.add(new Row("rate_file", file, rate.file().source()));
        rows.add(row("yield", rate.yielding()));
        var names = settings.names();
        var pins = NameSettings.text(names.pins().value(), NameSource.Pin::text);
        rows.add(new Row("resolve", pins, names.pins().source()));
        var doh = names.doh().value().map(Object::toString).orElse("");
        rows.add(new Row("doh", doh, names.doh().source()));
        rows.add(row("doh_only", names.dohOnly()));
        rows.add(row("ollama_host", settings.ollamaHost()));
        var profiles = settings.profiles();
        rows.add(
                new Row(
                        "profiles",
                        profiles.value().map(Path::toString).orElse("off"),
                        profiles.source()));
        proxies(settings.proxy(), rows);
        return rows;
    }

    private static void proxies(ProxySettings proxy, List<Row> rows) {
        var proxies = named("proxy", proxy.https());
        rows.add(proxies);
        // The key is for both, and only variables tell them apart.
        var plain = named("proxy for http://", proxy.http());
        if (!plain.value().equals(proxies.value()) || !plain.source().equals(proxies.source())) {
            rows.add(plain);
        }
        var script = proxy.script();
        var place = script.value().map(ProxyRules.Named::script).orElse("");
        rows.add(new Row("proxy_pac", place, script.source()));
        var except = proxy.except();
        rows.add(new Row("noproxy", String.join(",", except.value()), except.source()));
        rows.add(row("system_proxy", proxy.system()));
        rows.add(new Row("proxy_user", proxy.user().value().orElse(""), proxy.user().source()));
        var file = proxy.passwordFile();
        rows.add(
                new Row(
                        "proxy_password_file",
                        file.value().map(Path::toString).orElse(""),
                        file.source()));
        rows.add(
                new Row(
                        "proxy_helper",
                        proxy.helper().value().orElse(""),
                        proxy.helper().source()));
    }

    /// A proxy, without the password that may be in its address.
    private static Row named(String name, Setting<Optional<ProxyRules.Named>> setting) {
        return new Row(name, setting.value().map(Object::toString).orElse(""), setting.source());
    }

    private static String text(Settings settings, List<Row> rows) {
        var table = new ArrayList<List<String>>();
        table.add(List.of("SETTING", "VALUE", "SOURCE"));
        rows.forEach(row ->
                table.add(
                        List.of(
                                row.name(),
                                row.value().toString().isEmpty() ? "-" : row.value().toString(),
                                row.source().text())));
        var exists = Files.exists(settings.configFile());
        return Table.of(table)
                + "\n\nconfiguration file: "
                + settings.configFile()
                + (exists ? "" : " (none)");
    }

    private static String json(Settings settings, List<Row> rows) {
        var document = new LinkedHashMap<String, Object>();
        document.put("config_file", settings.configFile().toString());
        document.put(
                "settings",
                rows.stream()
                        .map(row -> {
                            var line = new LinkedHashMap<String, Object>();
                            line.put("name", row.name());
                            line.put("value", plain(row.value()));
                            line.put("source", row.source().kind());
                            line.put("origin", row.source().text());
                            return line;
                        })
                        .toList());
        document.put("warnings", settings.warnings());
        return Json.pretty(document);
    }

    private static Object plain(Object value) {
        return value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    private static Row row(String name, Setting<?> setting) {
        return new Row(name, setting.value(), setting.source());
    }
}
