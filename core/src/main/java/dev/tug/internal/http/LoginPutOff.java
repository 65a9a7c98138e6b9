package dev.tug.internal.http;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;

import java.io.IOException;

/// A proxy wants a login and ends the connection that it was to be sent on: the next connection
/// begins with it.
final class LoginPutOff extends IOException {
    private static final long serialVersionUID = 1L;

    LoginPutOff() {
        super("the proxy ended the connection before the login");
    }

    /// Counted as a cut: what ended can be begun again.
    TransferException failure(String host) {
        return new TransferException(
                new TransferFailure.Cut(host, 0, "the proxy wants a login on another connection"),
                this);
    }
}
