package dev.tug.bench;

import dev.tug.lab.CertificateAuthority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keys and certificates of all servers, made on the fly.
///
/// @param trust the authority, for clients
record Keys(Path chain, Path key, Client.Trust trust) {
    /// Writes them into a new folder.
    ///
    /// @param hosts names and addresses that the servers have
    static Keys make(Path folder, String... hosts) throws IOException {
        Files.createDirectories(folder);
        var authority = CertificateAuthority.create("CN=Bench Root");
        var chain = folder.resolve("chain.pem");
        var key = folder.resolve("key.pem");
        authority.writeServerPem(chain, key, hosts);
        var certificates = Files.createDirectories(folder.resolve("certs"));
        var pem = Files.writeString(certificates.resolve("ca.crt"), authority.pem());
        return new Keys(chain, key, new Client.Trust(pem, certificates));
    }
}
