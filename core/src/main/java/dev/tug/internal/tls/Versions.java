package dev.tug.internal.tls;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/// Which version of TLS a host is offered: 1.3 with 1.2, or 1.2 alone where 1.3 gets nowhere.
///
/// Some boxes drop what they take for a malformed greeting. If two handshakes in a row end without a
/// word, and none has ever succeeded, the next offers 1.2 alone; if that ends so too, the offer was not
/// the reason. An alert is a word: who sends one has read the greeting. Safe for threads.
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
        /// 1.2 alone went well.
        OLD
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

    private final Predicate<String> isOld;

    /// Guarded by `this`.
    private final Map<String, Host> hosts =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Host> eldest) {
                    return size() > HOSTS_MAX;
                }
            };

    /// @param isOld tells of a host whether an earlier pull found that only 1.2 gets through
    Versions(Predicate<String> isOld) {
        this.isOld = isOld;
    }

    private Host host(String name) {
        return hosts.computeIfAbsent(name, _ -> new Host(isOld.test(name) ? State.OLD : State.NEW));
    }

    /// Whether 1.2 alone is to be offered.
    synchronized boolean offersOldAlone(String name) {
        return switch (host(name).state) {
            case NEW, PROVEN -> false;
            case TRYING_OLD, OLD -> true;
        };
    }

    /// Whether silence has other reasons than the offer, so that an answer is worth a long wait: a
    /// handshake with this host has gone well, or all offers have died.
    synchronized boolean isPatient(String name) {
        var host = host(name);
        return switch (host.state) {
            case NEW, TRYING_OLD -> host.isSlow;
            case PROVEN, OLD -> true;
        };
    }

    /// A handshake went well; true if that is how it was found that only 1.2 gets through.
    synchronized boolean succeeded(String name, boolean offeredOldAlone) {
        var host = host(name);
        host.deaths = 0;
        boolean isFound = offeredOldAlone && host.state == State.TRYING_OLD;
        if (isFound) {
            host.state = State.OLD;
        } else if (!offeredOldAlone) {
            host.state = State.PROVEN;
        }
        return isFound;
    }

    /// A handshake ended without a word.
    synchronized void died(String name, boolean offeredOldAlone) {
        var host = host(name);
        switch (host.state) {
            case PROVEN, OLD -> {}
            case NEW -> {
                if (!offeredOldAlone && ++host.deaths >= DEATHS_MAX) {
                    host.state = State.TRYING_OLD;
                    host.deaths = 0;
                }
            }
            case TRYING_OLD -> {
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
