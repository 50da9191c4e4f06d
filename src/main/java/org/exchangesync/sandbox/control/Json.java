package org.exchangesync.sandbox.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.http.Request;

/** JSON in requests and answers. What is read is refused by an IllegalArgumentException with what is allowed. */
final class Json {
    private static final int LONGEST = 64 << 10;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** The object that a request holds. */
    static ObjectNode object(Request request) throws IOException {
        byte[] body = request.body().readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            throw new IllegalArgumentException("a request has at most " + LONGEST + " bytes");
        }
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the request is not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("the request is not a JSON object such as {\"name\": \"value\"}");
    }

    /** The same where fields other than those are refused. */
    static ObjectNode object(Request request, List<String> allowed) throws IOException {
        ObjectNode object = object(request);
        object.fieldNames().forEachRemaining(name -> {
            if (!allowed.contains(name)) {
                throw new IllegalArgumentException(
                        "'" + name + "' is nothing that can be said here; allowed: " + String.join(", ", allowed));
            }
        });
        return object;
    }

    /** A text, or null when the field is absent. */
    static String text(ObjectNode object, String name) {
        JsonNode value = object.get(name);
        if (value != null && !value.isTextual()) {
            throw new IllegalArgumentException("'" + name + "' is a text, not " + value);
        }
        return value == null ? null : value.textValue();
    }

    /** A text that must be there. */
    static String required(ObjectNode object, String name) {
        String text = text(object, name);
        if (text == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return text;
    }

    static Reply reply(int status, JsonNode node) {
        return Reply.of(status, "application/json", (node + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static Reply error(int status, String words) {
        return reply(status, JsonNodeFactory.instance.objectNode().put("error", words));
    }

    static Reply notAllowed(Request request, String methods) {
        return error(405, request.method() + " can't be used on " + request.path() + "; allowed: " + methods)
                .with("Allow", methods);
    }
}
