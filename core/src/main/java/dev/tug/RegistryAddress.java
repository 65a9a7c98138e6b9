package dev.tug;

import dev.tug.failure.PullFailure;
import dev.tug.internal.registry.Repository;
import dev.tug.model.ModelName;

import java.net.URI;
import java.util.regex.Pattern;

/// Where the registry of a model is, and whether it may be spoken to in plain http.
final class RegistryAddress {
    /// What cannot be anything but this machine, whatever a name server says.
    private static final Pattern LOOPBACK =
            Pattern.compile(
                    "(localhost|127(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3})(:\\d*)?",
                    Pattern.CASE_INSENSITIVE);

    private RegistryAddress() {}

    /// The repository of `name`.
    ///
    /// @param insecure whether all registries are spoken to in plain http
    /// @throws PullException with [PullFailure.BadName] if there can be none
    static Repository of(boolean insecure, ModelName name) throws PullException {
        var scheme = insecure ? "http" : name.scheme();
        if (scheme.equals("http") && !insecure && !LOOPBACK.matcher(name.host()).matches()) {
            throw new PullException(
                    new PullFailure.BadName(
                            name.toString(), "plain http is for --insecure and this machine"),
                    null);
        }
        try {
            return new Repository(
                    URI.create(scheme + "://" + name.host()),
                    name.namespace() + "/" + name.model());
        } catch (IllegalArgumentException e) {
            throw new PullException(
                    new PullFailure.BadName(name.toString(), "no registry's address"), e);
        }
    }
}
