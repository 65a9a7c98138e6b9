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

    private static final Pattern PORT =
            Pattern.compile(
                    "0*(6553[0-5]|655[0-2]\\d|65[0-4]\\d\\d|6[0-4]\\d{3}|[1-5]\\d{4}|[1-9]\\d{0,3})");

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
        return new Repository(
                base(scheme, name.host(), name.toString()), name.namespace() + "/" + name.model());
    }

    /// The address of a registry.
    ///
    /// @param host with its port unless that is the scheme's own
    /// @param typed what a failure is to name
    /// @throws PullException with [PullFailure.BadName] if there can be none
    static URI base(String scheme, String host, String typed) throws PullException {
        var colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']') && !PORT.matcher(host.substring(colon + 1)).matches()) {
            throw new PullException(new PullFailure.BadName(typed, "no port in 1..65535"), null);
        }
        try {
            var base = URI.create(scheme + "://" + host);
            if (base.getRawUserInfo() == null) {
                return base;
            }
        } catch (IllegalArgumentException _) {
            // What is wrong with it would quote it.
        }
        throw new PullException(new PullFailure.BadName(typed, "no registry's address"), null);
    }
}
