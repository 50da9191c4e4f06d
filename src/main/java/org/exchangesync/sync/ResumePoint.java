package org.exchangesync.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.exchangesync.item.Content;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemKind;

/**
 * The step that refused an item, and the message as it was there: a replay goes on from it, and the steps before it, which
 * may have changed something elsewhere, are not run again. Used by one exchange at a time.
 */
public final class ResumePoint {
    private static final int LONGEST_TEXT = 1 << 20;

    private final List<StepKey> way;
    private final BodyForm form;
    private final Object body;
    private final Map<String, Object> headers;
    private final Map<String, Object> properties;
    private int next;
    private boolean reached;

    /** In what form the body was kept. */
    enum BodyForm {
        /** It was the item as it came. */
        UNCHANGED,
        /** It was an item that a step had changed. */
        ITEM,
        TEXT,
        EMPTY,
        /** It was of a kind that can't be kept, such as a stream. */
        LOST
    }

    private ResumePoint(
            List<StepKey> way,
            BodyForm form,
            Object body,
            Map<String, Object> headers,
            Map<String, Object> properties) {
        this.way = List.copyOf(way);
        this.form = form;
        this.body = body;
        this.headers = headers;
        this.properties = properties;
    }

    /**
     * @param way the steps in which the exchange was, one for each route, the one that refused it last
     * @param item as it came
     */
    static ResumePoint of(
            List<StepKey> way, Object body, Item item, Map<String, Object> headers, Map<String, Object> properties) {
        BodyForm form = body == null
                ? BodyForm.EMPTY
                : body == item
                        ? BodyForm.UNCHANGED
                        : body instanceof Item
                                ? BodyForm.ITEM
                                : body instanceof String text && text.length() <= LONGEST_TEXT
                                        ? BodyForm.TEXT
                                        : BodyForm.LOST;
        return new ResumePoint(way, form, body, plain(headers), plain(properties));
    }

    /** Texts, numbers and truths of the administrator's own; what Camel and the engine need is made again. */
    private static Map<String, Object> plain(Map<String, Object> all) {
        Map<String, Object> kept = new LinkedHashMap<>();
        all.forEach((name, value) -> {
            boolean own = !name.startsWith("Camel");
            boolean text = value instanceof String string && string.length() <= LONGEST_TEXT;
            if (own && (text || value instanceof Number || value instanceof Boolean)) {
                kept.put(name, value);
            }
        });
        return kept;
    }

    String write() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("way", way);
        document.put("form", form);
        if (form == BodyForm.ITEM || form == BodyForm.TEXT) {
            document.put("body", body);
        } else if (form == BodyForm.LOST) {
            document.put("body", body.getClass().getName());
        }
        document.put("headers", headers);
        document.put("properties", properties);
        return ItemJson.text(document);
    }

    /**
     * What {@link #write} wrote.
     *
     * @param contents gives the bytes that a changed item names
     */
    public static ResumePoint read(String json, ItemKind kind, Function<String, Content> contents) throws IOException {
        JsonNode document = ItemJson.reader().readTree(json);
        List<StepKey> way = new ArrayList<>();
        for (JsonNode step : document.path("way")) {
            way.add(new StepKey(
                    step.path("route").asText(),
                    step.path("place").asText(),
                    step.path("label").asText()));
        }
        BodyForm form = BodyForm.valueOf(document.path("form").asText());
        JsonNode body = document.path("body");
        Object value = form == BodyForm.ITEM
                ? ItemJson.read(kind, body.toString(), null, contents)
                : body.isTextual() ? body.asText() : null;
        return new ResumePoint(way, form, value, map(document.path("headers")), map(document.path("properties")));
    }

    private static Map<String, Object> map(JsonNode node) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> {
                JsonNode value = entry.getValue();
                map.put(
                        entry.getKey(),
                        value.isBoolean()
                                ? (Object) value.booleanValue()
                                : value.isNumber() ? value.numberValue() : value.asText());
            });
        }
        return map;
    }

    /** The same for the steps as they stand in the routes now. */
    ResumePoint at(List<StepKey> now) {
        return new ResumePoint(now, form, body, headers, properties);
    }

    List<StepKey> way() {
        return way;
    }

    /** The step, in words. */
    public String describe() {
        StepKey last = way.get(way.size() - 1);
        return last.describe() + " of " + last.route();
    }

    /** Why the message can't be put back, or null. */
    public String lost() {
        return form == BodyForm.LOST ? String.valueOf(body) : null;
    }

    /** Whether the body there was the item as it came, so that an edited item can take its place. */
    public boolean isUnchanged() {
        return form == BodyForm.UNCHANGED;
    }

    /** Puts the message back. */
    void restore(Exchange exchange, Item item) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        headers.forEach(message::setHeader);
        properties.forEach(exchange::setProperty);
        message.setBody(form == BodyForm.UNCHANGED ? item : body);
    }

    /** Whether the step was not reached yet. */
    public boolean isPending() {
        return !reached;
    }

    /** Whether a step is to be run: those before the one that refused are not. */
    boolean runs(StepKey step) {
        StepKey wanted = way.get(next);
        if (!step.route().equals(wanted.route())) {
            return true;
        }
        if (step.equals(wanted)) {
            next++;
            reached = next == way.size();
            return true;
        }
        return step.contains(wanted);
    }
}
