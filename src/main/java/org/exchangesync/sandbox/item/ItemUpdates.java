package org.exchangesync.sandbox.item;

import java.util.List;
import java.util.Optional;
import org.exchangesync.sandbox.mime.MimeReader;
import org.exchangesync.sandbox.property.FieldPath;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Property;
import org.exchangesync.sandbox.property.Property.Flag;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.StoredAttachment;
import org.exchangesync.sandbox.xml.Xml;

/** Applies the Updates element of an UpdateItem request to the values of an item. */
public final class ItemUpdates {
    private static final List<String> IN_MIME = List.of(
            "item:Subject",
            "item:Body",
            "item:Importance",
            "message:From",
            "message:Sender",
            "message:ToRecipients",
            "message:CcRecipients",
            "message:BccRecipients",
            "message:ReplyTo");

    private final Call call;
    private final ItemType type;

    public ItemUpdates(Call call, ItemType type) {
        this.call = call;
        this.type = type;
    }

    /** The values after all updates. */
    public Values apply(Values before, Xml updates) {
        Values.Builder values = before.change();
        for (Xml update : updates.children()) {
            FieldPath path = Shape.path(update.children().get(0));
            switch (update.name()) {
                case "DeleteItemField" -> delete(values, path);
                case "AppendToItemField" ->
                    append(values, path, update.children().get(1));
                default -> set(values, path, update.children().get(1));
            }
        }
        return values.done();
    }

    /** Whether an update needs nothing but the read flag, which has changes of its own. */
    public static boolean isReadFlagOnly(Xml updates) {
        return updates.children().size() == 1
                && updates.children().get(0).name().equals("SetItemField")
                && "message:IsRead"
                        .equals(updates.children().get(0).children().get(0).attribute("FieldURI"));
    }

    /**
     * An item that was made of MIME and whose text or people are about to change: from now on its values count, no
     * longer the bytes.
     */
    public static ItemContent detached(ItemContent content, Xml updates) {
        boolean inMime = updates.children().stream()
                .map(u -> u.children().get(0).attribute("FieldURI"))
                .anyMatch(uri -> uri != null && IN_MIME.contains(uri));
        return inMime ? detached(content) : content;
    }

    /** The same item kept as values and attachments instead of MIME bytes. */
    public static ItemContent detached(ItemContent content) {
        if (content.mime() == null || !content.type().isMessage()) {
            return content.withMime(null);
        }
        MimeReader.Bodies bodies = MimeReader.bodies(content.mime());
        boolean html = bodies.html() != null;
        String text = html ? bodies.html() : bodies.text() == null ? "" : bodies.text();
        Values.Builder values = content.values().change();
        if (!content.values().has("item:Body")) {
            values.put("item:Body", Bodies.body(html ? "HTML" : "Text", text));
        }
        List<StoredAttachment> attachments = List.copyOf(content.attachments());
        return content.withValues(values.done()).withAttachments(attachments).withMime(null);
    }

    private void set(Values.Builder values, FieldPath path, Xml item) {
        if (item.children().size() != 1) {
            throw new ResponseError(
                    "ErrorIncorrectUpdatePropertyCount", "A change description must carry exactly one property.");
        }
        Xml value = item.children().get(0);
        if (path instanceof FieldPath.Extended) {
            requireMatch(value.name().equals("ExtendedProperty"));
            ItemParser.extended(values, value);
        } else if (path instanceof FieldPath.Indexed indexed) {
            Property dictionary = property(IndexedValues.container(indexed.uri()));
            requireMatch(value.name().equals(dictionary.element()));
            Xml before = values.get(dictionary.uri()).orElse(Xml.t(dictionary.element()));
            values.put(dictionary.uri(), IndexedValues.merge(before, value, indexed));
        } else {
            Property property = property(((FieldPath.Field) path).uri());
            requireMatch(value.name().equals(property.element()));
            values.put(property.uri(), new ItemParser(call).normalised(type, value));
            follow(values, property.uri());
        }
    }

    private void append(Values.Builder values, FieldPath path, Xml item) {
        Xml value = item.children().get(0);
        if (!(path instanceof FieldPath.Field field)) {
            throw new ResponseError("ErrorInvalidPropertyAppend", "Append action is invalid for property.", List.of());
        }
        Property property = property(field.uri());
        Optional<Xml> before = values.get(property.uri());
        if (property.uri().equals("item:Body")) {
            String old = before.map(Xml::text).orElse("");
            values.put(
                    property.uri(),
                    before.isEmpty() ? value : Bodies.body(before.get().attribute("BodyType"), old + value.text()));
        } else if (property.type() == Property.Type.XML && !property.is(Flag.READ_ONLY)) {
            Xml more = new ItemParser(call).normalised(type, value);
            values.put(
                    property.uri(),
                    before.map(b -> b.and(more.children().toArray(Xml[]::new))).orElse(more));
        } else {
            throw new ResponseError("ErrorInvalidPropertyAppend", "Append action is invalid for property.");
        }
    }

    private void delete(Values.Builder values, FieldPath path) {
        if (path instanceof FieldPath.Extended extended) {
            values.remove(extended.key().key());
        } else if (path instanceof FieldPath.Indexed indexed) {
            Property dictionary = property(IndexedValues.container(indexed.uri()));
            values.get(dictionary.uri())
                    .ifPresent(b -> values.put(dictionary.uri(), IndexedValues.merge(b, null, indexed)));
        } else {
            Property property = property(((FieldPath.Field) path).uri());
            if (property.is(Flag.READ_ONLY) || property.is(Flag.COMPUTED)) {
                throw new ResponseError("ErrorInvalidPropertyDelete", "Delete action is invalid for property.");
            }
            values.remove(property.uri());
        }
    }

    /** Properties that go with one another: a completed task is at 100 percent, and the other way round. */
    private void follow(Values.Builder values, String uri) {
        if (uri.equals("task:Status")) {
            boolean completed = values.text(uri).orElse("").equals("Completed");
            values.put("task:IsComplete", completed);
            values.put("task:StatusDescription", values.text(uri).orElse(""));
            if (completed) {
                values.put("task:PercentComplete", 100)
                        .putIfAbsent("task:CompleteDate", call.clock().instant());
            }
        } else if (uri.equals("task:PercentComplete")) {
            boolean completed = values.text(uri).orElse("").equals("100");
            values.put("task:IsComplete", completed);
            if (completed) {
                values.put("task:Status", "Completed")
                        .putIfAbsent("task:CompleteDate", call.clock().instant());
            } else if (values.text("task:Status").orElse("").equals("Completed")) {
                values.put("task:Status", "InProgress").remove("task:CompleteDate");
            }
        }
    }

    private Property property(String uri) {
        return type.property(uri)
                .orElseThrow(() -> ItemType.knows(uri)
                        ? new ResponseError(
                                "ErrorInvalidPropertyRequest",
                                "Property is not valid for this object type.",
                                List.of(Xml.t("FieldURI").with("FieldURI", uri)))
                        : new ResponseError("ErrorInvalidPropertyRequest", "There is no property " + uri + "."));
    }

    private static void requireMatch(boolean match) {
        if (!match) {
            throw new ResponseError(
                    "ErrorUpdatePropertyMismatch",
                    "The property that a change description names is not the one that its item carries.");
        }
    }
}
