package dev.tug.lab;

import java.util.Optional;

/// A registry and its CDN over TLS under one authority, with a model, and perhaps an appliance.
public final class Lab implements AutoCloseable {
    private final CertificateAuthority authority;
    private final LabCdn cdn;
    private final LabRegistry registry;
    private final GeneratedModel model;
    private volatile Optional<Appliance> appliance = Optional.empty();

    private Lab(CertificateAuthority authority, LabCdn cdn, GeneratedModel model) {
        this.authority = authority;
        this.cdn = cdn;
        this.registry = LabRegistry.start(authority, cdn);
        this.model = model;
        registry.add(model);
    }

    /// Starts both servers with one model.
    public static Lab start(GeneratedModel model) {
        var authority = CertificateAuthority.create("CN=Lab Origin Root CA,O=Lab Origin");
        return new Lab(authority, LabCdn.start(authority), model);
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
