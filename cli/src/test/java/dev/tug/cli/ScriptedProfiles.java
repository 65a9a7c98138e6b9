package dev.tug.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.Profiles;
import dev.tug.PullException;
import dev.tug.failure.PullFailure;
import dev.tug.transfer.Cause;
import dev.tug.transfer.PathProfile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Two profiles of one registry: one of the network that this machine is in, one of another.
final class ScriptedProfiles implements Profiles {
    static final String HOST = "registry.ollama.ai";

    final List<String> calls = new ArrayList<>();
    boolean isOff;
    boolean isReadOnly;
    Adoption adoption = new Adoption.Taken(2, 0);

    @Override
    public Optional<Path> file() {
        return isOff ? Optional.empty() : Optional.of(Path.of("/state/profiles.json"));
    }

    @Override
    public Listing list() {
        return new Listing(
                isOff
                        ? List.of()
                        : List.of(
                                entry("192.168.7.0/24", true, 4, "it cuts above 4", 3),
                                entry("10.0.0.0/8", false, 16, "", 0)),
                isOff ? List.of() : List.of("odd profile"));
    }

    private static Entry entry(
            String network, boolean isHere, int streams, String reason, int pulls) {
        var profile =
                new PathProfile(
                        streams,
                        0,
                        0,
                        Duration.ZERO,
                        Duration.ZERO,
                        PathProfile.SPACING,
                        PathProfile.REQUEST_BYTES_MAX,
                        PathProfile.AGELESS,
                        Long.MAX_VALUE,
                        PathProfile.FIRST_BYTE,
                        true,
                        reason.isEmpty() ? Cause.NONE : Cause.TOO_MANY,
                        reason);
        return new Entry(
                HOST,
                isHere ? "direct" : "proxy p:3128",
                isHere ? Optional.empty() : Optional.of("assumed"),
                network,
                isHere,
                profile,
                ScriptedModels.MODIFIED,
                Duration.ofDays(3),
                pulls,
                pulls == 0 ? Confidence.LOW : Confidence.HIGH,
                List.of(streams + " streams" + (reason.isEmpty() ? "" : ": " + reason), "more"));
    }

    @Override
    public String export(boolean networks) {
        return "{\"networks\": " + networks + "}\n";
    }

    @Override
    public Adoption adopt(byte[] document, boolean here) {
        calls.add(new String(document, UTF_8) + (here ? " here" : ""));
        return adoption;
    }

    @Override
    public int reset(Optional<String> host) throws PullException {
        if (isReadOnly) {
            throw new PullException(
                    new PullFailure.NotWritable(Path.of("/state"), "Permission denied"), null);
        }
        calls.add("reset " + host.orElse("all"));
        return host.map(name -> name.equals(HOST) ? 2 : 0).orElse(2);
    }
}
