package dev.tug.internal.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON object from outside, read whole and strictly: no key twice, nothing behind its end.
///
/// A member of another type than asked for counts as absent.
final class Json {
    /// Manifests nest 4 deep and login files 3.
    private static final int DEPTH_MAX = 32;

    /// A manifest of 100 000 layers has about 8 values a layer.
    private static final int VALUES_MAX = 1_000_000;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                    .build();

    private final Map<?, ?> members;

    private Json(Map<?, ?> members) {
        this.members = members;
    }

    /// Reads `bytes`.
    ///
    /// @throws Malformed with what is wrong, in words fit for a user
    static Json read(byte[] bytes) throws Malformed {
        if (new String(bytes, UTF_8).isBlank()) {
            throw new Malformed("is empty");
        }
        try (var parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Malformed("is no JSON object");
            }
            var members = new Tree(parser).object();
            if (parser.nextToken() != null) {
                throw new Malformed("goes on after its JSON object");
            }
            return new Json(members);
        } catch (Malformed e) {
            throw e;
        } catch (IOException e) {
            throw new Malformed("is no sound JSON");
        }
    }

    /// A member that is a string.
    Optional<String> string(String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /// A member that is a whole number of 64 bits.
    Optional<Long> integer(String name) {
        return members.get(name) instanceof Long number ? Optional.of(number) : Optional.empty();
    }

    /// A member that is an object.
    Optional<Json> object(String name) {
        return members.get(name) instanceof Map<?, ?> map
                ? Optional.of(new Json(map))
                : Optional.empty();
    }

    /// The objects in a member that is an array of nothing else.
    Optional<List<Json>> objects(String name) {
        if (!(members.get(name) instanceof List<?> items)
                || !items.stream().allMatch(Map.class::isInstance)) {
            return Optional.empty();
        }
        return Optional.of(items.stream().map(item -> new Json((Map<?, ?>) item)).toList());
    }

    /// The names of all members, in their order.
    List<String> names() {
        return members.keySet().stream().map(String::valueOf).toList();
    }

    /// Builds the tree, counting what it allocates: `{},{},...` takes 30 times its length as a tree.
    private static final class Tree {
        private final JsonParser parser;
        private int values;

        Tree(JsonParser parser) {
            this.parser = parser;
        }

        Map<String, Object> object() throws IOException {
            var members = new LinkedHashMap<String, Object>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                var name = parser.currentName();
                parser.nextToken();
                members.put(name, value());
            }
            return members;
        }

        private List<Object> array() throws IOException {
            var items = new ArrayList<Object>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value());
            }
            return items;
        }

        private Object value() throws IOException {
            if (++values > VALUES_MAX) {
                throw new Malformed("holds more than " + VALUES_MAX + " values");
            }
            return switch (parser.currentToken()) {
                case START_OBJECT -> object();
                case START_ARRAY -> array();
                case VALUE_STRING -> parser.getText();
                case VALUE_NUMBER_INT ->
                        parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                                ? Literal.HUGE
                                : (Object) parser.getLongValue();
                case VALUE_NUMBER_FLOAT -> Literal.FRACTION;
                case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
                case VALUE_NULL -> Literal.NULL;
                case null, default -> throw new Malformed("ends too early");
            };
        }
    }

    /// Values that nobody asks for.
    private enum Literal {
        NULL,
        FRACTION,
        HUGE
    }

    /// The bytes are no JSON object; the message goes on after "it".
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }
}
