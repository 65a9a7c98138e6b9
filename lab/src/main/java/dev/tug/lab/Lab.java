package dev.tug.lab;

import java.net.InetAddress;
import java.util.Optional;

/// A registry and its CDN over TLS under one authority, with a model, and perhaps an appliance.
public final class Lab implements AutoCloseable {
    private static final String AUTHORITY = "CN=Lab Origin Root CA,O=Lab Origin";

    private final CertificateAuthority authority;
    private final LabCdn cdn;
    private final LabRegistry registry;
    private final GeneratedModel model;
    private volatile Optional<Appliance> appliance = Optional.empty();

    private Lab(
            CertificateAuthority authority,
            LabCdn cdn,
            LabRegistry registry,
            GeneratedModel model) {
        this.authority = authority;
        this.cdn = cdn;
        this.registry = registry;
        this.model = model;
        registry.add(model);
    }

    /// Starts both servers with one model.
    public static Lab start(GeneratedModel model) {
        var authority = CertificateAuthority.create(AUTHORITY);
        var cdn = LabCdn.start(authority);
        return new Lab(authority, cdn, LabRegistry.start(authority, cdn), model);
    }

    /// Starts both servers for clients on other machines, such as those of a network namespace.
    ///
    /// @param registry name of the registry and the address that it listens on
    /// @param cdn the same of the CDN
    public static Lab start(GeneratedModel model, InetAddress registry, InetAddress cdn) {
        var authority = CertificateAuthority.create(AUTHORITY);
        var store = LabCdn.start(new LabServer.Host(cdn.getHostName(), cdn), authority);
        var front =
                LabRegistry.start(
                        new LabServer.Host(registry.getHostName(), registry), authority, store);
        return new Lab(authority, store, front, model);
    }

    /// The registry, `https://localhost:<port>`.
    public LabRegistry registry() {
        return registry;
    }

    /// The CDN, `https://127.0.0.1:<port>`.
    public LabCdn cdn() {
        return cdn;
    }

    /// The authority of both servers.
    public CertificateAuthority authority() {
        return authority;
    }

    /// Puts an appliance in front of both servers, in place of an earlier one.
    public Appliance withAppliance(ApplianceRules rules) {
        appliance.ifPresent(Appliance::close);
        var next = Appliance.inFrontOf(registry, cdn, rules);
        appliance = Optional.of(next);
        return next;
    }

    /// The certificates that a client must trust, as PEM text: the authority of the servers and that
    /// of the appliance, if there is one.
    public String trustPem() {
        return authority.pem() + appliance.map(box -> box.authority().pem()).orElse("");
    }

    /// The name to pull, such as `localhost:40001/library/demo:latest`.
    public String modelReference() {
        return registry.hostAndPort() + "/" + model.name() + ":" + model.tag();
    }

    @Override
    public void close() {
        appliance.ifPresent(Appliance::close);
        registry.close();
        cdn.close();
    }
}
