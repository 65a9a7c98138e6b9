package dev.tug.internal.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where credentials for registries are kept.
@FunctionalInterface
public interface Credentials {
    /// Nobody's.
    Credentials NONE = (_, _) -> Found.NOTHING;

    /// What is known for a registry.
    ///
    /// @param registry host, and port unless it is 443 (or 80 in plain http)
    Found find(String registry, AbortSignal abort);

    /// The outcome of a search.
    ///
    /// @param warnings what was broken on the way, one line each, without secrets
    record Found(Optional<Credential> credential, List<String> warnings) {
        static final Found NOTHING = new Found(Optional.empty(), List.of());

        public Found {
            warnings = List.copyOf(warnings);
        }

        /// A credential and nothing to complain of.
        public static Found of(Credential credential) {
            return new Found(Optional.of(credential), List.of());
        }

        static Found warning(String text) {
            return new Found(Optional.empty(), List.of(text));
        }
    }

    /// `login` for `registry` and for no other.
    static Credentials given(String registry, Credential.Login login) {
        return (asked, _) -> asked.equalsIgnoreCase(registry) ? Found.of(login) : Found.NOTHING;
    }

    /// The first that `sources` know, with the warnings of all that were asked.
    static Credentials first(List<Credentials> sources) {
        var order = List.copyOf(sources);
        return (registry, abort) -> {
            var warnings = new ArrayList<String>();
            for (var source : order) {
                var found = source.find(registry, abort);
                warnings.addAll(found.warnings());
                if (found.credential().isPresent()) {
                    return new Found(found.credential(), warnings);
                }
            }
            return new Found(Optional.empty(), warnings);
        };
    }
}
