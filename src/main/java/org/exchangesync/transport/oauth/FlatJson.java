package org.exchangesync.transport.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON objects whose values are texts and numbers. */
final class FlatJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private FlatJson() {}

    /** The texts and numbers by name; null if it is no object, or only the beginning of one. */
    static Map<String, String> read(byte[] text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree == null || !tree.isObject()) {
                return null;
            }
            Map<String, String> values = new LinkedHashMap<>();
            tree.properties().forEach(field -> {
                if (field.getValue().isTextual() || field.getValue().isNumber()) {
                    values.put(field.getKey(), field.getValue().asText());
                }
            });
            return values;
        } catch (IOException e) {
            return null; // told as an answer that is none, by whoever asked
        }
    }

    /** An object with these fields, in their order. */
    static String write(Map<String, Object> fields) {
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can always be written", e);
        }
    }
}
