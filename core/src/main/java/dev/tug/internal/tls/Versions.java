package dev.tug.internal.tls;

import java.util.LinkedHashMap;
import java.util.Map;

/// Which version of TLS a host is offered: 1.3 with 1.2, or 1.2 alone where 1.3 gets nowhere.
///
/// Some boxes drop what they take for a malformed greeting. If two handshakes in a row end without a
/// word, and none has ever succeeded, the next offers 1.2 alone; if that ends so too, the offer was not
/// the reason. If it goes well, the two may have died of an outage: 1.3 is offered once more, and only
/// if that dies again and 1.2 works right after is it believed. So is what an earlier pull believed,
/// once it is due. An alert is a word: who sends one has read the greeting. Safe for threads.
final class Versions {
    /// One may be an accident.
    private static final int DEATHS_MAX = 2;

    private static final int HOSTS_MAX = 256;

    private enum State {
        /// Nothing is known.
        NEW,
        /// 1.3 was offered, and the handshake went well.
        PROVEN,
        /// 1.2 alone is tried.
        TRYING_OLD,
        /// 1.2 alone went well once; 1.3 is offered again.
        DOUBTED,
        /// An earlier pull found that 1.2 alone goes well; 1.3 is offered again.
        DUE,
        /// 1.3 died again; 1.2 alone is tried.
        RETRYING_OLD,
        /// 1.2 alone went well again.
        OLD,
        /// An earlier pull has just found so.
        REMEMBERED
    }

    private static final class Host {
        private State state;
        private int deaths;

        /// Whether 1.2 alone died too.
        private boolean isSlow;

        Host(State state) {
            this.state = state;
        }
    }

    private final TlsMemory memory;

    /// Guarded by `this`.
    private final Map<String, Host> hosts =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Host> eldest) {
                    return size() > HOSTS_MAX;
                }
            };

    /// @param memory tells of a host whether an earlier pull found that only 1.2 gets through
    Versions(TlsMemory memory) {
        this.memory = memory;
    }

    private Host host(String name) {
        return hosts.computeIfAbsent(name, _ -> new Host(remembered(name)));
    }

    private State remembered(String name) {
        if (!memory.isOld(name)) {
            return State.NEW;
        }
        return memory.isDue(name) ? State.DUE : State.REMEMBERED;
    }

    /// Whether 1.2 alone is to be offered.
    synchronized boolean offersOldAlone(String name) {
        return switch (host(name).state) {
            case NEW, PROVEN, DOUBTED, DUE -> false;
            case TRYING_OLD, RETRYING_OLD, OLD, REMEMBERED -> true;
        };
    }

    /// What is known of 1.2 being all that gets through.
    synchronized Seen.Old old(String name) {
        return switch (host(name).state) {
            case NEW, PROVEN, TRYING_OLD -> Seen.Old.NO;
            case DOUBTED, DUE, RETRYING_OLD -> Seen.Old.SUSPECTED;
            case OLD -> Seen.Old.PROVED;
            case REMEMBERED -> Seen.Old.REMEMBERED;
        };
    }

    /// Whether silence has other reasons than the offer, so that an answer is worth a long wait: a
    /// handshake with this host has gone well, or all offers have died.
    synchronized boolean isPatient(String name) {
        var host = host(name);
        return switch (host.state) {
            case NEW, TRYING_OLD, DOUBTED, DUE -> host.isSlow;
            case PROVEN, RETRYING_OLD, OLD, REMEMBERED -> true;
        };
    }

    /// A handshake went well; true if that is how it was found that only 1.2 gets through.
    synchronized boolean succeeded(String name, boolean offeredOldAlone) {
        var host = host(name);
        host.deaths = 0;
        boolean isFound = offeredOldAlone && host.state == State.RETRYING_OLD;
        if (!offeredOldAlone) {
            host.state = State.PROVEN;
        } else if (isFound) {
            host.state = State.OLD;
        } else if (host.state == State.TRYING_OLD) {
            host.state = State.DOUBTED;
        }
        return isFound;
    }

    /// A handshake ended without a word.
    synchronized void died(String name, boolean offeredOldAlone) {
        var host = host(name);
        switch (host.state) {
            case PROVEN, OLD, REMEMBERED -> {}
            case NEW -> {
                if (!offeredOldAlone && ++host.deaths >= DEATHS_MAX) {
                    host.state = State.TRYING_OLD;
                    host.deaths = 0;
                }
            }
            case DOUBTED, DUE -> {
                if (!offeredOldAlone) {
                    host.state = State.RETRYING_OLD;
                }
            }
            case TRYING_OLD, RETRYING_OLD -> {
                if (offeredOldAlone) {
                    host.state = State.NEW;
                    host.isSlow = true;
                }
            }
        }
    }

    /// A handshake was refused with a reason.
    synchronized void refused(String name) {
        host(name).deaths = 0;
    }
}
