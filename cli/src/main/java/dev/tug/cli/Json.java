package dev.tug.cli;

import com.fasterxml.jackson.jr.ob.JSON;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Values as JSON text: maps, collections, strings, numbers and truth values.
final class Json {
    private Json() {}

    /// On one line.
    static String line(Object value) {
        return write(JSON.std, value);
    }

    /// Indented, for people.
    static String pretty(Object value) {
        return write(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT), value);
    }

    private static String write(JSON json, Object value) {
        try {
            return json.asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a string", e);
        }
    }
}
