package dev.tug.sim;

import dev.tug.sim.Network.Link;
import dev.tug.sim.Rule.Overload.AllCut;
import dev.tug.sim.Rule.Overload.NewReset;

import java.util.List;

/// The networks that the tables are about; each is a caricature of what users have described.
final class NamedNetworks {
    private static final double MB = 1e6;

    /// 60 MB/s, of which a flow gets 10: where six streams fill the link.
    private static final Link OFFICE = new Link(60 * MB, 10 * MB, 0, 0.04);

    private static final List<Network> ALL =
            List.of(
                    net(
                            "N00",
                            "very fast: 4 Gbit/s, no limits",
                            new Link(500 * MB, 400 * MB, 0, 0.001)),
                    net("N01", "fast: 1 Gbit/s, no limits", new Link(120 * MB, 118 * MB, 0, 0.02)),
                    net(
                            "N02",
                            "CDN caps each flow at 8 MB/s, 1 Gbit/s",
                            new Link(120 * MB, 8 * MB, 0, 0.02)),
                    net(
                            "N03",
                            "slow home link, 6 MB/s, extra flows cost 1.5 %",
                            new Link(6 * MB, 6 * MB, 0.015, 0.03)),
                    net(
                            "N04",
                            "lossy radio: 1.5 MB/s a flow, a cut in 60 s",
                            new Link(12.5 * MB, 1.5 * MB, 0, 0.08),
                            new Rule.RandomCuts(60)),
                    net(
                            "N05",
                            "k = 4, new connections reset",
                            OFFICE,
                            new Rule.Wall(4, new NewReset())),
                    net(
                            "N06",
                            "k = 6, all cut (EOF) after 10 s over",
                            OFFICE,
                            new Rule.Wall(6, new AllCut(10, false, 0))),
                    net(
                            "N06b",
                            "as N06, and refuses for 10 s",
                            OFFICE,
                            new Rule.Wall(6, new AllCut(10, false, 10))),
                    net(
                            "N07",
                            "as N06b, by RST",
                            OFFICE,
                            new Rule.Wall(6, new AllCut(10, true, 10))),
                    net(
                            "N08",
                            "k = 1, all cut after 10 s over, refuses for 10 s",
                            OFFICE,
                            new Rule.Wall(1, new AllCut(10, false, 10))),
                    net(
                            "N09",
                            "more than 4 handshakes/s: refuses for 10 s",
                            new Link(60 * MB, 8 * MB, 0, 0.04),
                            new Rule.Handshakes(4, 10)),
                    net(
                            "N10",
                            "connections live 60 s",
                            new Link(60 * MB, 5 * MB, 0, 0.04),
                            new Rule.Lifetime(60)),
                    net(
                            "N11",
                            "connections carry 200 MB",
                            new Link(60 * MB, 7.5 * MB, 0, 0.04),
                            new Rule.ByteBudget(200_000_000)),
                    net(
                            "N12",
                            "scan-and-hold, 0.02 s/MB, above 64 MB blocked",
                            new Link(30 * MB, 5 * MB, 0, 0.04),
                            new Rule.ScanAndHold(0.02, Long.MAX_VALUE),
                            new Rule.AnswerCap(64_000_000)),
                    net(
                            "N13",
                            "k = 8, then 2, then 8, all cut after 3 s over",
                            OFFICE,
                            new Rule.Wall(
                                    List.of(
                                            new Rule.Level(0, 8),
                                            new Rule.Level(60, 2),
                                            new Rule.Level(180, 8)),
                                    new AllCut(3, false, 0))),
                    net("N14", "soft overload above 5", OFFICE, new Rule.SoftWall(5, 0.02)),
                    net(
                            "N15",
                            "k = 4, all cut after 5 s over, refuses for 30 s; connections live 120 s",
                            OFFICE,
                            new Rule.Wall(4, new AllCut(5, false, 30)),
                            new Rule.Lifetime(120)),
                    net(
                            "N16",
                            "issue 12624: k = 4, all cut (RST) after 10 s, refuses for 10 s, 3 handshakes/s",
                            OFFICE,
                            new Rule.Wall(4, new AllCut(10, true, 10)),
                            new Rule.Handshakes(3, 10)));

    private NamedNetworks() {}

    static List<Network> all() {
        return ALL;
    }

    /// What is pulled through it: 2 GB where 10 would be over in seconds.
    static long bytesFor(Network network) {
        return network.name().equals("N00") ? 2_000_000_000L : 10_000_000_000L;
    }

    private static Network net(String name, String about, Link link, Rule... rules) {
        return new Network(name, about, link, List.of(rules));
    }
}
