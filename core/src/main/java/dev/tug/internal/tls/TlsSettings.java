package dev.tug.internal.tls;

import java.nio.file.Path;
import java.util.List;

/// Whom to believe, and where not to ask.
///
/// @param authorities files and directories with authorities that count besides the machine's
/// @param unverified hosts whose certificates are not looked at
/// @param memory what earlier pulls found
public record TlsSettings(List<Path> authorities, List<HostPort> unverified, TlsMemory memory) {
    public TlsSettings {
        authorities = List.copyOf(authorities);
        unverified = List.copyOf(unverified);
    }

    /// Nobody is exempt, and nothing known.
    public static TlsSettings of(List<Path> authorities) {
        return new TlsSettings(authorities, List.of(), TlsMemory.NONE);
    }
}
