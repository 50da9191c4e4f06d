package org.exchangesync.sandbox.item;

import java.time.DateTimeException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.exchangesync.sandbox.calendar.GlobalObjectIds;
import org.exchangesync.sandbox.mime.MimeReader;
import org.exchangesync.sandbox.property.DateTimes;
import org.exchangesync.sandbox.property.ExtendedKey;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.xml.Xml;

/** Extended properties: stored values, MAPI names of schema properties, and headers of the message. */
final class ExtendedValues {
    private ExtendedValues() {}

    /** The ExtendedProperty element with the value, if the item has one. */
    static Optional<Xml> get(ItemView view, ExtendedKey key) {
        Optional<Xml> stored = view.values().get(key.key());
        if (stored.isPresent()) {
            return Optional.of(stored.get().withChildren(withUri(stored.get(), key)));
        }
        return key.nativeUri()
                .flatMap(uri -> view.type().property(uri))
                .flatMap(p -> ItemRenderer.value(view, new org.exchangesync.sandbox.property.FieldPath.Field(p.uri())))
                .map(Xml::text)
                .or(() -> header(view, key))
                .or(() -> globalObjectId(view, key))
                .map(text -> Xml.t("ExtendedProperty", key.uri(), Xml.t("Value", text)));
    }

    private static List<Xml> withUri(Xml stored, ExtendedKey key) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(key.uri()),
                        stored.children().stream().skip(1))
                .toList();
    }

    private static Optional<String> globalObjectId(ItemView view, ExtendedKey key) {
        return GlobalObjectIds.isOne(key)
                ? view.values().text("calendar:UID").map(GlobalObjectIds::ofUid)
                : Optional.empty();
    }

    private static Optional<String> header(ItemView view, ExtendedKey key) {
        if (view.item().content().mime() == null || !view.type().isMessage()) {
            return Optional.empty();
        }
        return key.headerName()
                .flatMap(name -> MimeReader.headers(view.item().content().mime()).stream()
                        .filter(h -> name.equalsIgnoreCase(h.attribute("HeaderName")))
                        .map(Xml::text)
                        .findFirst());
    }

    /** Brings an ExtendedProperty of a request into the stored form. */
    static Xml checked(Xml property, ExtendedKey key) {
        Optional<Xml> values = property.child("Values");
        if (key.isArray() != values.isPresent()) {
            throw invalid(property, "PropertyType " + key.type() + " does not go with the given value");
        }
        if (values.isPresent()) {
            List<Xml> checked = values.get().children().stream()
                    .map(v -> Xml.t("Value", checked(property, key, v.text())))
                    .toList();
            return Xml.t("ExtendedProperty", key.uri(), Xml.t("Values", checked));
        }
        String text = property.child("Value").map(Xml::text).orElse("");
        return Xml.t("ExtendedProperty", key.uri(), Xml.t("Value", checked(property, key, text)));
    }

    private static String checked(Xml property, ExtendedKey key, String text) {
        String value = text.strip();
        try {
            return switch (key.type().replaceAll("Array$", "")) {
                case "String" -> text;
                case "Integer" -> String.valueOf(Integer.parseInt(value));
                case "Short" -> String.valueOf(Short.parseShort(value));
                case "Long", "Currency" -> String.valueOf(Long.parseLong(value));
                case "Double", "ApplicationTime" -> String.valueOf(Double.parseDouble(value));
                case "Float" -> String.valueOf(Float.parseFloat(value));
                case "Boolean" -> String.valueOf(DateTimes.isTrue(value));
                case "SystemTime" -> DateTimes.format(DateTimes.parse(value));
                case "Binary" ->
                    Base64.getEncoder().encodeToString(Base64.getDecoder().decode(value));
                default -> value;
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            throw invalid(property, "'" + value + "' is no " + key.type());
        }
    }

    private static ResponseError invalid(Xml property, String why) {
        return new ResponseError(
                "ErrorInvalidExtendedPropertyValue",
                "The specified value is invalid for the property: " + why + ".",
                property.first().map(List::of).orElse(List.of()));
    }
}
