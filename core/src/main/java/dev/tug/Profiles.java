package dev.tug;

import dev.tug.transfer.PathProfile;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What pulls learned of networks, so that the next one starts where the last one ended.
///
/// There is a profile for each path: the local network, the way out of it and the registry at the
/// other end. None is older than seven days. Safe for threads and between processes.
public interface Profiles {
    /// The file that they are kept in; empty if this process alone remembers them.
    Optional<Path> file();

    /// All profiles, the latest first, at most 500.
    Listing list();

    /// All profiles as a JSON document for people and for [#adopt]: no user's name and no secret is
    /// in it.
    ///
    /// @param networks whether local networks are named in full, and not as `192.*`
    String export(boolean networks);

    /// Takes over what [#export] wrote, perhaps on another machine. It counts as little as such
    /// knowledge can, and never replaces what pulls of this machine found.
    ///
    /// @param document at most 1 MB
    /// @param here whether the profiles are to hold in the network that this machine is in now
    /// @throws PullException if the file cannot be written
    Adoption adopt(byte[] document, boolean here) throws PullException;

    /// Forgets the profiles of `host`, or all if it is empty; returns how many there were.
    ///
    /// @throws PullException if the file cannot be written
    int reset(Optional<String> host) throws PullException;

    /// The profiles, hosts with odd handshakes, and what was odd about their file.
    record Listing(List<Entry> entries, List<Host> hosts, List<String> warnings) {
        public Listing {
            entries = List.copyOf(entries);
            hosts = List.copyOf(hosts);
            warnings = List.copyOf(warnings);
        }

        /// Profiles alone.
        public Listing(List<Entry> entries, List<String> warnings) {
            this(entries, List.of(), warnings);
        }

        /// Those of `host`, a registry with its port unless that is the scheme's own.
        public List<Entry> of(String host) {
            return entries.stream().filter(entry -> entry.host().equalsIgnoreCase(host)).toList();
        }

        /// The host itself, and what its blobs may have come from: hosts met on the networks from where
        /// it was pulled from.
        public List<Host> hostsOf(String host) {
            var entries = of(host);
            return hosts.stream()
                    .filter(met ->
                            met.host().equalsIgnoreCase(host)
                                    || met.host().equalsIgnoreCase(host + ":443")
                                    || entries.stream()
                                            .anyMatch(entry ->
                                                    entry.network().equals(met.network())
                                                            && entry.egress().equals(met.egress())))
                    .toList();
        }
    }

    /// One profile.
    ///
    /// @param host the registry's
    /// @param egress `direct`, or `proxy HOST:PORT`
    /// @param inspector SHA-256 of the authority that signs in the host's name, or `assumed`
    /// @param network such as `192.168.1.0/24`
    /// @param isHere whether this machine is in that network now
    /// @param age since a pull found or confirmed it last
    /// @param pulls pulls in a row that agreed, 1..7; 0 if it came from another machine
    /// @param phrases what it says, in words
    record Entry(
            String host,
            String egress,
            Optional<String> inspector,
            String network,
            boolean isHere,
            PathProfile profile,
            Instant learned,
            Duration age,
            int pulls,
            Confidence confidence,
            List<String> phrases) {
        public Entry {
            phrases = List.copyOf(phrases);
        }
    }

    /// A host whose handshakes are not as they should be.
    ///
    /// @param host with its port
    /// @param egress as in [Entry]
    /// @param network as in [Entry]
    /// @param isHere whether this machine is in that network now
    /// @param inspector SHA-256 of the authority that signs in its name; empty if nobody reads along
    /// @param words who that is; empty if nobody
    /// @param oldAlone whether only TLS 1.2 gets through to it
    /// @param learned when a pull met it last
    record Host(
            String host,
            String egress,
            String network,
            boolean isHere,
            Optional<String> inspector,
            String words,
            boolean oldAlone,
            Instant learned) {}

    /// How far a profile is believed.
    enum Confidence {
        /// Old, or from another machine: where to start, and to be proved anew.
        LOW,
        /// One or two pulls agree.
        FAIR,
        /// Three pulls or more agree.
        HIGH
    }

    /// How taking over a document went.
    sealed interface Adoption {
        /// Profiles were taken.
        ///
        /// @param count those that are there now, also if they were before
        /// @param passedOver those that make no sense, are too old, or of networks without a name
        record Taken(int count, int passedOver) implements Adoption {}

        /// The document is none; the reason goes on after "it".
        record Refused(String reason) implements Adoption {}
    }
}
