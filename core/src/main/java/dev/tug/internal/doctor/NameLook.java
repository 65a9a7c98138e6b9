package dev.tug.internal.doctor;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.NameTrouble;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.name.NameFailure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks names up, and says who knows them or why nobody does.
final class NameLook {
    /// A second source of names is asked 4 s after the first, and has a moment to answer.
    private static final Duration LOOKUP_MAX = Duration.ofSeconds(6);

    /// Of many addresses the first few tell enough.
    static final int ADDRESSES_MAX = 4;

    private final Tools tools;

    NameLook(Tools tools) {
        this.tools = tools;
    }

    /// The addresses of a host, or why there are none.
    record Known(List<InetAddress> addresses, Optional<TransferFailure> failure) {}

    /// Looks a name up, and notes what came of it.
    Known look(Goal goal) throws InterruptedException {
        long start = tools.millis().getAsLong();
        try {
            var found =
                    Bounded.call(
                            tools.deadline().atMost(LOOKUP_MAX),
                            () -> tools.names().of(goal.host(), goal.port()));
            long took = tools.millis().getAsLong() - start;
            if (found.isPresent()) {
                return known(goal, found.get(), took);
            }
            return tools.deadline().isOver()
                    ? late(goal)
                    : unknown(goal, NameTrouble.NO_ANSWER, "");
        } catch (InterruptedException e) {
            throw e;
        } catch (NameFailure e) {
            return unknown(goal, e.trouble(), e.also());
        } catch (UnknownHostException _) {
            return unknown(goal, NameTrouble.UNKNOWN, "");
        } catch (Exception e) {
            throw new IllegalStateException("a lookup", e);
        }
    }

    private Known known(Goal goal, Resolver.Found found, long took) {
        var addresses = found.addresses();
        if (addresses.stream().allMatch(InetAddress::isAnyLocalAddress)) {
            return sunk(goal, texts(addresses));
        }
        boolean isAddress = addresses.getFirst().getHostAddress().equals(goal.host());
        tools.note(
                Check.ok(
                        "names",
                        goal.host(),
                        isAddress
                                ? "is an address"
                                : texts(addresses)
                                        + (found.source().isEmpty() ? "" : ", " + found.source())
                                        + "; "
                                        + HostLook.time(took)));
        return new Known(addresses, Optional.empty());
    }

    /// Filters give this address for names that they hide.
    private Known sunk(Goal goal, String addresses) {
        var failure =
                goal.failure()
                        .apply(new TransferFailure.Unresolved(goal.host(), NameTrouble.HIDDEN));
        tools.note(
                Check.fail(
                        "names",
                        goal.subject(),
                        addresses + ", which is nobody's: a filter's answer in the place of one",
                        Cause.NAME_HIDDEN,
                        new PullFailure.Network("connection to " + goal.host(), 1, failure)));
        return new Known(List.of(), Optional.of(failure));
    }

    private Known late(Goal goal) {
        tools.note(Examination.late("names", goal.subject()));
        var failure = new TransferFailure.Unresolved(goal.host(), NameTrouble.UNKNOWN);
        return new Known(List.of(), Optional.of(goal.failure().apply(failure)));
    }

    private Known unknown(Goal goal, NameTrouble trouble, String also) {
        var failure = new TransferFailure.Unresolved(goal.host(), trouble, also);
        var words =
                trouble == NameTrouble.UNKNOWN
                        ? "the name server knows no address of it"
                        : trouble.words();
        var all = also.isEmpty() ? words : words + "; " + also;
        tools.note(goal.unreached("names", all, failure));
        return new Known(List.of(), Optional.of(goal.failure().apply(failure)));
    }

    private static String texts(List<InetAddress> addresses) {
        var some = addresses.stream().limit(ADDRESSES_MAX).map(InetAddress::getHostAddress);
        var more = addresses.size() - ADDRESSES_MAX;
        return Stream.concat(some, more > 0 ? Stream.of(more + " more") : Stream.empty())
                .collect(Collectors.joining(", "));
    }
}
