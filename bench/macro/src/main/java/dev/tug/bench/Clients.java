package dev.tug.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The clients that are compared.
final class Clients {
    static final String TUG = "tug pull";
    static final String TUG_JSSE = "tug pull, JSSE alone";
    static final String ARIA_PROOF = "aria2c -x16 -s16, openssl dgst";
    static final String ARIA_NONE_PROOF = "aria2c -x16 -s16 --file-allocation=none, openssl dgst";
    static final String ARIA_CHECKSUM = "aria2c -x16 -s16 --checksum";
    static final String ARIA = "aria2c -x16 -s16, unverified";

    private static final String PROOF =
            " && openssl dgst -sha256 -r {out}/blob | grep -q ^{sha256}";
    private static final String ARIA_COMMAND =
            "aria2c -q -x16 -s16 --check-certificate=true --ca-certificate={ca} -d {out} -o blob";

    private Clients() {}

    /// All that can run here, Tug first; in a quick run those alone that Tug is held against.
    static List<Client> all(Options options) {
        var clients = new ArrayList<Client>();
        clients.add(tug(options.tug()));
        clients.add(jsse(options.tug()));
        clients.add(ariaWithProof());
        clients.add(new Client(ARIA, ARIA_COMMAND + " {url}"));
        clients.add(
                new Client(
                        "curl, openssl dgst",
                        "curl -sSf --cacert {ca} -o {out}/blob {url}" + PROOF));
        if (!options.quick()) {
            clients.addAll(others());
        }
        clients.addAll(options.peers());
        return clients.stream().filter(options::has).toList();
    }

    /// Those that pull over shaped links.
    static List<Client> onLinks(Options options) {
        return options.quick()
                ? List.of(talkingTug(options.tug()))
                : List.of(talkingTug(options.tug()), ariaWithProof());
    }

    private static Client ariaWithProof() {
        return new Client(ARIA_PROOF, ARIA_COMMAND + " {url}" + PROOF);
    }

    private static List<Client> others() {
        var clients = new ArrayList<Client>();
        clients.add(
                new Client(
                        ARIA_NONE_PROOF, ARIA_COMMAND + " --file-allocation=none {url}" + PROOF));
        clients.add(new Client(ARIA_CHECKSUM, ARIA_COMMAND + " --checksum=sha-256={sha256} {url}"));
        clients.add(
                new Client(
                        "curl --parallel 16 ranges, cat, openssl dgst",
                        "curl --parallel --parallel-immediate --parallel-max 16 {ranges}"
                                + " && cat {out}/part.* >{out}/blob && rm {out}/part.*"
                                + PROOF));
        if (Programs.find("skopeo").isPresent()) {
            clients.add(
                    new Client(
                            "skopeo copy",
                            "skopeo --insecure-policy copy -q --src-cert-dir {certs}"
                                    + " docker://{image} dir:{out}/dir"));
        }
        return clients;
    }

    /// Tug on a platform that its native library has never heard of, with both compilers as there.
    private static Client jsse(Path tug) {
        return new Client(
                TUG_JSSE,
                "_JAVA_OPTIONS='-Dos.arch=none -XX:TieredStopAtLevel=4' " + tug(tug).command());
    }

    /// The same, telling on stdout what it does.
    static Client talkingTug(Path tug) {
        var quiet = tug(tug);
        return new Client(quiet.name(), quiet.command().replace("--quiet", "--json"));
    }

    /// Tug, into a store and a home that are new in each run: nothing is known of the path.
    static Client tug(Path tug) {
        return new Client(
                TUG,
                Client.quoted(tug.toString())
                        + " pull --quiet --cacert {ca} --store {out}/models {reference}");
    }
}
