package org.exchangesync.ops.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Results for programs: one document, whose fields are those of the operations' records. Times in ISO 8601 and UTC, words in
 * lower case; what is not there is null.
 */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addSerializer(new Words()))
            .configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, false)
            .configure(SerializationFeature.INDENT_OUTPUT, true)
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
            .build();

    private Json() {}

    /** A document with one field. */
    static void print(String name, Object value, PrintWriter out) {
        print(Map.of(name, value), out);
    }

    static void print(Object document, PrintWriter out) {
        try {
            MAPPER.writeValue(out, document);
            out.println();
        } catch (IOException e) {
            throw new IllegalStateException("results can always be written as JSON", e);
        }
    }

    /** The fields of a JSON object, in its order; lists joined by commas. */
    static Map<String, String> fields(String object) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        MAPPER.readTree(object).properties().forEach(field -> {
            List<String> values = new ArrayList<>();
            field.getValue().forEach(value -> values.add(value.asText(value.toString())));
            fields.put(
                    field.getKey(),
                    field.getValue().isArray()
                            ? String.join(", ", values)
                            : field.getValue().isObject()
                                    ? field.getValue().toString()
                                    : field.getValue().asText());
        });
        return fields;
    }

    /** {@code APPOINTMENTS_CONTACTS_TASKS} as {@code appointments-contacts-tasks}. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @SuppressWarnings("rawtypes")
    private static final class Words extends JsonSerializer<Enum> {
        @Override
        public Class<Enum> handledType() {
            return Enum.class;
        }

        @Override
        public void serialize(Enum value, JsonGenerator json, SerializerProvider serializers) throws IOException {
            json.writeString(word(value));
        }
    }
}
