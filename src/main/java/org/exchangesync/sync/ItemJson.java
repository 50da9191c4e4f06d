package org.exchangesync.sync;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.exchangesync.item.Content;
import org.exchangesync.item.Item;

/**
 * Canonical items as JSON, always the same text for the same item: properties and map keys sorted, times in ISO 8601,
 * contents by size and SHA-256.
 */
final class ItemJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addSerializer(Content.class, new ContentSerializer()))
            .addMixIn(Item.class, WithoutKey.class)
            .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, true)
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
            .configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, false)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private ItemJson() {}

    static String write(Item item) {
        return text(item);
    }

    /** Any of our records. */
    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a canonical item can always be written as JSON", e);
        }
    }

    /** Reads what has no contents in it. */
    static ObjectReader reader() {
        return MAPPER.reader();
    }

    /** SHA-256 of the JSON: equal for equal contents. */
    static String digest(Item item) {
        try {
            byte[] json = write(item).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Our key on an item says where it belongs; it is no part of what the item says. */
    @JsonIgnoreProperties("syncKey")
    private interface WithoutKey {}

    private static final class ContentSerializer extends JsonSerializer<Content> {
        @Override
        public void serialize(Content content, JsonGenerator json, SerializerProvider serializers) throws IOException {
            json.writeStartObject();
            json.writeStringField("sha256", content.sha256());
            json.writeNumberField("size", content.size());
            json.writeEndObject();
        }
    }
}
