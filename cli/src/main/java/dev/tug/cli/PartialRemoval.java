package dev.tug.cli;

import dev.tug.Models;
import dev.tug.Models.Partial;
import dev.tug.PullException;
import dev.tug.failure.PullFailure;
import dev.tug.model.InvalidModelName;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// `tug rm --partial`: removes downloads that are not done, by model, by blob, or all of them.
final class PartialRemoval {
    /// A digest as the registry and the store's files have it, or as much of one as a list shows.
    private static final Pattern DIGEST = Pattern.compile("(?:sha256[:-])?([0-9a-f]{12,64})");

    private final Surroundings surroundings;
    private final Models models;
    private final boolean verbose;
    private ExitCode result = ExitCode.OK;

    PartialRemoval(Surroundings surroundings, Models models, boolean verbose) {
        this.surroundings = surroundings;
        this.models = models;
        this.verbose = verbose;
    }

    /// Removes what `names` mean; the first failure decides, and does not stop the rest.
    ExitCode of(List<String> names) throws PullException {
        for (var name : names) {
            try {
                var meant = meant(name);
                if (meant.isEmpty()) {
                    // A list was read, so there is a folder to name.
                    complain(
                            new Complaint(
                                    "no partial download of " + name + " is in the store",
                                    "",
                                    "see `tug list --partial` for what is there",
                                    ExitCode.NOT_FOUND,
                                    Optional.empty()));
                }
                meant.forEach(this::remove);
            } catch (InvalidModelName e) {
                complain(Complaint.of(e, name));
            }
        }
        return result;
    }

    /// Removes all.
    ExitCode all() throws PullException {
        var all = new ArrayList<>(models.partials());
        if (all.isEmpty()) {
            surroundings.err().println("there is no partial download");
        }
        all.forEach(this::remove);
        return result;
    }

    private List<Partial> meant(String name) throws PullException {
        var partials = models.partials();
        var digest = DIGEST.matcher(name.strip());
        if (digest.matches()) {
            var hex = digest.group(1);
            var blobs = partials.stream().filter(it -> it.blob().hex().startsWith(hex)).toList();
            // A model may be called so, too.
            if (!blobs.isEmpty() || name.startsWith("sha256")) {
                return blobs;
            }
        }
        var model = Names.inStore(name).toString();
        return partials.stream()
                .filter(it ->
                        it.models().stream().anyMatch(m -> m.toString().equalsIgnoreCase(model)))
                .toList();
    }

    private void remove(Partial partial) {
        var what =
                "blob "
                        + partial.blob().shortForm()
                        + (partial.models().isEmpty() ? "" : " of " + PartialText.models(partial));
        try {
            models.removePartial(partial.blob());
            surroundings
                    .err()
                    .println("removed " + Human.bytes(partial.kept()) + " kept of " + what);
        } catch (PullException e) {
            complain(Complaint.of(named(e, what), PartialText.models(partial), ""));
        }
    }

    /// The library knows the blob alone.
    private static PullException named(PullException e, String what) {
        return e.failure() instanceof PullFailure.Busy(_, var pid)
                ? new PullException(new PullFailure.Busy(what, pid), e)
                : e;
    }

    private void complain(Complaint complaint) {
        complaint.print(surroundings.err(), verbose);
        result = result == ExitCode.OK ? complaint.code() : result;
    }
}
