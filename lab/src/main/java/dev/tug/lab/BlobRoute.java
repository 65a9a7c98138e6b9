package dev.tug.lab;

/// How a registry answers a request for a blob.
public sealed interface BlobRoute {
    /// It sends the content itself, and grants ranges.
    record Direct() implements BlobRoute {}

    /// It redirects to the CDN.
    ///
    /// @param status 301, 302, 303, 307 or 308
    /// @param hops redirects on the registry's own host before the one to the CDN, 0 or more
    record Redirect(int status, int hops) implements BlobRoute {}

    /// Each redirect leads to the next one, for ever.
    record Loop(int status) implements BlobRoute {}

    /// It redirects to the CDN's host and port with the scheme `http`.
    record Downgrade(int status) implements BlobRoute {}

    /// It redirects to a signed path of its own, given without scheme and host.
    record Relative(int status) implements BlobRoute {}

    /// It redirects and does not say where to.
    record Nowhere(int status) implements BlobRoute {}

    /// It answers 200 with a `Location` at the CDN: no body for GET, the blob's length for HEAD.
    record OkWithLocation() implements BlobRoute {}

    /// The content from the registry itself.
    static BlobRoute direct() {
        return new Direct();
    }

    /// One redirect to the CDN.
    static BlobRoute redirect(int status) {
        return new Redirect(status, 0);
    }
}
