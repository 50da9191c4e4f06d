package org.exchangesync.sync;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Contact;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Task;

/**
 * Canonical items as JSON, always the same text for the same item: properties and map keys sorted, times in ISO 8601,
 * contents by size and SHA-256.
 */
public final class ItemJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addSerializer(Content.class, new ContentSerializer()))
            .addMixIn(Item.class, WithoutKey.class)
            .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, true)
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
            .configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, false)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private static final String CONTENTS = "contents";
    private static final ObjectMapper READER = reading();

    private ItemJson() {}

    private static ObjectMapper reading() {
        ObjectMapper mapper = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addModule(new SimpleModule().addDeserializer(Content.class, new ContentDeserializer()))
                .build();
        mapper.configOverride(List.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        mapper.configOverride(Map.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        return mapper;
    }

    /** The item as JSON. */
    public static String write(Item item) {
        return text(item);
    }

    /** Any of our records. */
    public static String text(Object value) {
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

    /**
     * Reads what {@link #write} wrote, or what somebody made of it: lists may be left out, unknown properties are refused.
     *
     * @param syncKey our own key on the item, which its JSON doesn't tell, or null
     * @param contents gives the bytes that the JSON names by their SHA-256
     * @throws IOException if it is no item of this kind; the message says what and where
     */
    public static Item read(ItemKind kind, String json, String syncKey, Function<String, Content> contents)
            throws IOException {
        JsonNode tree = READER.readTree(json);
        if (!(tree instanceof ObjectNode item)) {
            throw new IOException("the JSON is no object, so it is no " + kind.label());
        }
        item.put("syncKey", syncKey);
        try {
            return READER.reader()
                    .withAttribute(CONTENTS, contents)
                    .forType(type(kind))
                    .readValue(item);
        } catch (ValueInstantiationException e) {
            throw new IOException("the JSON makes no " + kind.label() + ": " + e.getOriginalMessage(), e);
        }
    }

    private static Class<? extends Item> type(ItemKind kind) {
        return switch (kind) {
            case EMAIL -> Email.class;
            case APPOINTMENT -> Appointment.class;
            case CONTACT -> Contact.class;
            case TASK -> Task.class;
        };
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

    private static final class ContentDeserializer extends JsonDeserializer<Content> {
        @Override
        @SuppressWarnings("unchecked")
        public Content deserialize(JsonParser json, DeserializationContext context) throws IOException {
            JsonNode named = json.readValueAsTree();
            String sha256 = named.path("sha256").asText();
            Function<String, Content> contents = (Function<String, Content>) context.getAttribute(CONTENTS);
            Content content = contents.apply(sha256);
            if (content == null) {
                throw new IOException("there is no content with the SHA-256 '" + sha256 + "'");
            }
            return content;
        }
    }
}
