package org.exchangesync.sandbox.item;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.exchangesync.sandbox.property.FieldPath;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Property;
import org.exchangesync.sandbox.property.Property.Flag;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.store.Blob;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.StoredAttachment;
import org.exchangesync.sandbox.xml.Xml;

/** Makes item contents of the item elements that requests carry. */
public final class ItemParser {
    private final Call call;

    public ItemParser(Call call) {
        this.call = call;
    }

    /**
     * The content that an item element describes: from its MimeContent, with its other properties on top.
     *
     * @throws ResponseError when a value is not what its property takes
     */
    public ItemContent parse(Xml item) {
        ItemType type = type(item);
        ItemContent content =
                item.textOf("MimeContent").map(mime -> fromMime(type, mime)).orElse(ItemContent.of(type, Values.NONE));
        Values.Builder values = content.values().change();
        List<StoredAttachment> attachments = new ArrayList<>(content.attachments());
        for (Xml child : item.children()) {
            switch (child.name()) {
                case "MimeContent", "ItemId" -> {}
                case "Attachments" ->
                    child.children().forEach(a -> attachments.add(attachment(a, attachments.size() + 1)));
                case "ExtendedProperty" -> extended(values, child);
                default -> values.put(settable(type, child).uri(), normalised(type, child));
            }
        }
        return content.withValues(values.done()).withAttachments(attachments);
    }

    private static ItemType type(Xml item) {
        ItemType named = ItemType.ofElement(item.name()).orElse(ItemType.ITEM);
        // An ItemClass may say more than the element: a plain Item of class IPM.Contact is a contact.
        return named == ItemType.ITEM
                ? item.textOf("ItemClass").map(ItemType::ofItemClass).orElse(named)
                : named;
    }

    private ItemContent fromMime(ItemType type, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new ResponseError("ErrorMimeContentInvalidBase64String", "The MIME content is not valid base64.");
        }
        return MimeContents.read(
                type, call.store().blobs().keep(bytes), call.clock().instant());
    }

    private static Property settable(ItemType type, Xml child) {
        Property property = type.byElement(child.name())
                .orElseThrow(() -> new ResponseError(
                        "ErrorInvalidPropertySet",
                        "Set action is invalid for property: " + type.element() + " has no " + child.name() + "."));
        if (property.is(Flag.READ_ONLY) || property.is(Flag.COMPUTED)) {
            throw new ResponseError(
                    "ErrorInvalidPropertySet",
                    "Set action is invalid for property.",
                    List.of(Xml.t("FieldURI").with("FieldURI", property.uri())));
        }
        return property;
    }

    /** Stores an ExtendedProperty, also under the FieldURI that is another name of it. */
    static void extended(Values.Builder values, Xml element) {
        if (!(Shape.path(element.children().get(0)) instanceof FieldPath.Extended extended)) {
            throw new ResponseError("ErrorInvalidExtendedProperty", "The extended property has no ExtendedFieldURI.");
        }
        Xml checked = ExtendedValues.checked(element, extended.key());
        String text = checked.textOf("Value").orElse("");
        extended.key().nativeUri().ifPresent(uri -> values.put(uri, text));
        if (extended.key().key().equals("tag:" + 0x0E07 + ":Integer")) {
            int flags = Integer.parseInt(text);
            values.put("message:IsRead", (flags & 1) != 0);
            values.put("item:IsDraft", (flags & 8) != 0);
        }
        values.put(extended.key().key(), checked);
    }

    /** The value of a property in the form in which it is stored and answered. */
    Xml normalised(ItemType type, Xml value) {
        Property property = settable(type, value);
        String text = value.text().strip();
        try {
            return switch (property.type()) {
                case TEXT -> Xml.t(property.element(), value.text());
                case BOOL -> Xml.t(property.element(), org.exchangesync.sandbox.property.DateTimes.isTrue(text));
                case INT -> Xml.t(property.element(), Integer.parseInt(text));
                case DOUBLE -> Xml.t(property.element(), percent(property, Double.parseDouble(text)));
                case DATE ->
                    Xml.t(
                            property.element(),
                            org.exchangesync.sandbox.property.DateTimes.format(
                                    org.exchangesync.sandbox.property.DateTimes.parse(text, call.zone())));
                case XML -> StructuredValues.normalised(call, property.uri(), value);
            };
        } catch (DateTimeException | NumberFormatException e) {
            throw new ResponseError(
                    "ErrorInvalidPropertySet",
                    "'" + text + "' is no value for " + property.uri() + ".",
                    List.of(Xml.t("FieldURI").with("FieldURI", property.uri())));
        }
    }

    private static String percent(Property property, double value) {
        if (property.uri().equals("task:PercentComplete") && (value < 0 || value > 100)) {
            throw new ResponseError(
                    "ErrorInvalidPercentCompleteValue",
                    "Percent complete must be between 0 and 100, not " + value + ".");
        }
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    /** An attachment of a FileAttachment or ItemAttachment element. */
    public StoredAttachment attachment(Xml element, int number) {
        Blob content = null;
        ItemContent nested = null;
        if (element.name().equals("ItemAttachment")) {
            Xml item = element.children().stream()
                    .filter(c -> ItemType.ofElement(c.name()).isPresent())
                    .findFirst()
                    .orElseThrow(() -> new ResponseError(
                            "ErrorInvalidPropertySet", "An item attachment holds an item; this one has none."));
            nested = NewItems.created(parse(item), call.actor(), call.clock().instant());
        } else {
            content = call.store().blobs().keep(base64(element.textOf("Content").orElse("")));
        }
        return new StoredAttachment(
                number,
                element.textOf("Name").orElse("attachment"),
                element.textOf("ContentType").orElse(null),
                element.textOf("ContentId").orElse(null),
                element.textOf("ContentLocation").orElse(null),
                element.textOf("IsInline")
                        .map(org.exchangesync.sandbox.property.DateTimes::isTrue)
                        .orElse(false),
                call.clock().instant(),
                content,
                nested);
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new ResponseError("ErrorInvalidAttachmentId", "The content of an attachment is not valid base64.");
        }
    }
}
