package dev.tug.internal.http;

import dev.tug.failure.TransferException;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// A response that passes everything on to another one, for those who change a part of it.
public abstract class ForwardingResponse implements Response {
    private final Response response;

    protected ForwardingResponse(Response response) {
        this.response = response;
    }

    @Override
    public URI uri() {
        return response.uri();
    }

    @Override
    public int status() {
        return response.status();
    }

    @Override
    public Optional<String> header(String name) {
        return response.header(name);
    }

    @Override
    public List<String> headers(String name) {
        return response.headers(name);
    }

    @Override
    public long length() {
        return response.length();
    }

    @Override
    public Connection connection() {
        return response.connection();
    }

    @Override
    public int read(ByteBuffer into) throws TransferException {
        return response.read(into);
    }

    @Override
    public boolean awaits(int wanted, LongSupplier leftMillis) {
        return response.awaits(wanted, leftMillis);
    }

    @Override
    public void steady() {
        response.steady();
    }

    @Override
    public boolean isSteady() {
        return response.isSteady();
    }

    @Override
    public void retire() {
        response.retire();
    }

    @Override
    public void close() {
        response.close();
    }
}
