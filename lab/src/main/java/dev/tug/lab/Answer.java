package dev.tug.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a server means to send, before any fault.
///
/// @param status the status for the whole content
/// @param headers all but those that describe length, range and framing
/// @param body the whole content
/// @param ranged whether single ranges of the content are granted
record Answer(int status, Map<String, String> headers, GeneratedBlob body, boolean ranged) {
    static Answer of(int status, String contentType, byte[] body) {
        return new Answer(
                status, Map.of("Content-Type", contentType), GeneratedBlob.of(body), false);
    }

    static Answer of(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(UTF_8));
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of(), GeneratedBlob.of(new byte[0]), false);
    }

    static Answer redirect(int status, String location) {
        return empty(status).with("Location", location);
    }

    static Answer blob(GeneratedBlob blob) {
        return new Answer(200, Map.of("Content-Type", "application/octet-stream"), blob, true)
                .with("Accept-Ranges", "bytes");
    }

    /// A registry's error (OCI distribution specification, "Error Codes").
    static Answer error(int status, String code) {
        var json = "{\"errors\":[{\"code\":\"%s\",\"message\":\"lab\"}]}".formatted(code);
        return of(status, "application/json", json);
    }

    Answer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body, ranged);
    }
}
