package org.exchangesync.sync.outgoing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.exchangesync.item.Content;
import org.exchangesync.item.ContentWriter;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.ItemJson;
import org.exchangesync.sync.outgoing.OutgoingEntrance.Request;

/**
 * Reads a record that another system hands in as JSON. Attached bytes are decoded as they come, so that only the rest of the
 * document is in memory.
 */
final class RequestReader {
    private static final Set<String> FIELDS = Set.of("key", "kind", "mailbox", "state", "dueAt", "answers", "item");
    private static final int LONGEST_KEY = 200;
    private static final String BYTES = "base64";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonFactory FACTORY = MAPPER.getFactory();

    private final int spoolThreshold;
    private final Path spool;

    RequestReader(int spoolThreshold, Path spool) {
        this.spoolThreshold = spoolThreshold;
        this.spool = spool;
    }

    /**
     * Reads one.
     *
     * @param contents gets what is attached, by its digest; the caller closes that, also where this fails
     * @throws IllegalArgumentException with what is wrong
     */
    Request read(InputStream json, Map<String, Content> contents) throws IOException {
        ObjectNode request = document(json, contents);
        request.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException("'" + field + "' is unknown; "
                        + FIELDS.stream().sorted().toList() + " are known");
            }
        });
        String kind = text(request, "kind");
        if (!kind.equals(ItemKind.EMAIL.label())) {
            throw new IllegalArgumentException(
                    "records of kind '" + kind + "' are not taken: only email can be handed in");
        }
        String key = text(request, "key");
        if (key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("the key has more than " + LONGEST_KEY + " characters");
        }
        return new Request(
                key,
                text(request, "mailbox").toLowerCase(Locale.ROOT),
                state(request),
                request.hasNonNull("dueAt") ? time(text(request, "dueAt")) : null,
                request.hasNonNull("answers") ? id(text(request, "answers")) : null,
                email(request.get("item"), contents));
    }

    /** The document, with digests in the place of the bytes. */
    private ObjectNode document(InputStream json, Map<String, Content> contents) throws IOException {
        StringWriter rest = new StringWriter();
        try (JsonParser in = FACTORY.createParser(json);
                JsonGenerator out = FACTORY.createGenerator(rest)) {
            while (in.nextToken() != null) {
                if (in.currentToken() == JsonToken.FIELD_NAME
                        && in.currentName().equals(BYTES)) {
                    in.nextToken();
                    Content content = decoded(in);
                    contents.put(content.sha256(), content);
                    out.writeStringField("sha256", content.sha256());
                } else {
                    out.copyCurrentEvent(in);
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is no JSON: " + e.getMessage(), e);
        }
        JsonNode tree = rest.toString().isBlank() ? null : MAPPER.readTree(rest.toString());
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("the body must be a JSON object with key, kind, mailbox and item");
    }

    private Content decoded(JsonParser in) throws IOException {
        try (ContentWriter bytes = new ContentWriter(spoolThreshold, spool)) {
            in.readBinaryValue(bytes);
            return bytes.content();
        }
    }

    private static String text(ObjectNode request, String field) {
        JsonNode value = request.get(field);
        if (value == null || !value.isTextual() || value.asText().isBlank()) {
            throw new IllegalArgumentException("'" + field + "' is missing, or no text");
        }
        return value.asText();
    }

    private static OutgoingState state(ObjectNode request) {
        String word = request.hasNonNull("state") ? text(request, "state") : "pending-send";
        return switch (word) {
            case "pending-send" -> OutgoingState.PENDING_SEND;
            case "draft" -> OutgoingState.DRAFT;
            default ->
                throw new IllegalArgumentException(
                        "the state '" + word + "' can't be handed in; pending-send or draft is wanted");
        };
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time; one such as 2026-03-02T08:30:00Z is wanted", e);
        }
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no id of a record", e);
        }
    }

    private static Email email(JsonNode item, Map<String, Content> contents) {
        if (!(item instanceof ObjectNode email)) {
            throw new IllegalArgumentException("'item' is missing, or no object");
        }
        if (!email.hasNonNull("importance")) {
            email.put("importance", "NORMAL");
        }
        if (!email.hasNonNull("sensitivity")) {
            email.put("sensitivity", "NORMAL");
        }
        if (!email.hasNonNull("body")) {
            email.putObject("body");
        }
        try {
            return (Email) ItemJson.read(ItemKind.EMAIL, email.toString(), null, contents::get);
        } catch (IOException e) {
            throw new IllegalArgumentException("'item' is no email: " + e.getMessage(), e);
        }
    }
}
