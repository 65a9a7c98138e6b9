package dev.tug.internal.http;

/// Has a say in the connections that a [Call] opens, and hears of them.
///
/// A call that finds an idle connection opens none; one that follows redirects may open several.
public interface Dialling {
    /// Lets every connection open at once.
    Dialling FREE =
            new Dialling() {
                @Override
                public boolean opening() {
                    return true;
                }

                @Override
                public void opened() {}
            };

    /// A connection is needed; returns when it may be opened, or false if the call is to end instead.
    boolean opening() throws InterruptedException;

    /// The connection is there: TCP and TLS are done.
    void opened();
}
