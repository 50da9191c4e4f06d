package org.exchangesync.ews.client.mapping;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.exchangesync.ews.client.types.ArrayOfStringsType;
import org.exchangesync.ews.client.types.BodyType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.ews.client.types.PathToExtendedFieldType;
import org.exchangesync.item.Body;
import org.exchangesync.item.Importance;
import org.exchangesync.item.Sensitivity;

/**
 * What items of all kinds have in common.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/item">Item</a>
 */
final class CommonFields {
    static final WireNames<Importance> IMPORTANCE = new WireNames<>(
            Importance.class,
            Importance.NORMAL,
            Map.of(Importance.LOW, "Low", Importance.NORMAL, "Normal", Importance.HIGH, "High"));

    /** A sensitivity that nobody knows is read as private: showing too little does less harm than too much. */
    static final WireNames<Sensitivity> SENSITIVITY = new WireNames<>(
            Sensitivity.class,
            Sensitivity.PRIVATE,
            Map.of(
                    Sensitivity.NORMAL, "Normal",
                    Sensitivity.PERSONAL, "Personal",
                    Sensitivity.PRIVATE, "Private",
                    Sensitivity.CONFIDENTIAL, "Confidential"));

    private static final String HTML = "HTML";
    private static final String TEXT = "Text";

    private CommonFields() {}

    /** The body in the forms in which the answer has it. */
    static Body body(ItemType item) {
        String html = of(item.getBody(), HTML);
        String text = of(item.getBody(), TEXT);
        if (text == null && item.getTextBody() != null) {
            text = emptyToNull(item.getTextBody().getValue());
        }
        return html == null && text == null ? Body.EMPTY : new Body(text, html);
    }

    private static String of(BodyType body, String type) {
        if (body == null) {
            return null;
        }
        boolean html = HTML.equalsIgnoreCase(body.getBodyType());
        return html == type.equals(HTML) ? emptyToNull(body.getValue()) : null;
    }

    private static String emptyToNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    static List<String> strings(ArrayOfStringsType strings) {
        return strings == null
                ? List.of()
                : strings.getString().stream().filter(Objects::nonNull).toList();
    }

    static Importance importance(ItemType item) {
        return IMPORTANCE.read(item.getImportance());
    }

    static Sensitivity sensitivity(ItemType item) {
        return item.getSensitivity() == null ? Sensitivity.NORMAL : SENSITIVITY.read(item.getSensitivity());
    }

    static <I, X extends ItemType> Field<I, X> subject(Function<I, String> subject) {
        return Field.of("item:Subject", subject, ItemType::setSubject);
    }

    /** HTML goes before text: a server makes text of it, and the other way round it would lose the form. */
    static <I, X extends ItemType> Field<I, X> body(Function<I, Body> body) {
        return Field.of("item:Body", item -> written(body.apply(item)), CommonFields::bodyType, ItemType::setBody);
    }

    private record Written(String type, String text) {}

    private static Written written(Body body) {
        if (body.html() != null) {
            return new Written(HTML, body.html());
        }
        return body.text() == null ? null : new Written(TEXT, body.text());
    }

    private static BodyType bodyType(Written written) {
        BodyType body = new BodyType();
        body.setBodyType(written.type());
        body.setValue(written.text());
        return body;
    }

    static <I, X extends ItemType> Field<I, X> importance(Function<I, Importance> importance) {
        return Field.<I, X, Importance, String>of(
                        "item:Importance", importance, IMPORTANCE::write, ItemType::setImportance)
                .required();
    }

    static <I, X extends ItemType> Field<I, X> sensitivity(Function<I, Sensitivity> sensitivity) {
        return Field.<I, X, Sensitivity, String>of(
                        "item:Sensitivity", sensitivity, SENSITIVITY::write, ItemType::setSensitivity)
                .required();
    }

    static <I, X extends ItemType> Field<I, X> categories(Function<I, List<String>> categories) {
        return Field.of(
                "item:Categories",
                item -> emptyToNull(categories.apply(item)),
                CommonFields::array,
                ItemType::setCategories);
    }

    static <I, X extends ItemType> Field<I, X> syncKey(Function<I, String> syncKey) {
        return extended(Paths::syncKey, syncKey);
    }

    /** A property that EWS has no element for. */
    static <I, X extends ItemType> Field<I, X> extended(
            Supplier<PathToExtendedFieldType> path, Function<I, String> value) {
        return new Field<>(
                path.get(), value::apply, (target, v) -> Paths.set(target, path.get(), Field.<String>cast(v)), true);
    }

    static ArrayOfStringsType array(List<String> strings) {
        ArrayOfStringsType array = new ArrayOfStringsType();
        array.getString().addAll(strings);
        return array;
    }

    static <V> List<V> emptyToNull(List<V> list) {
        return list.isEmpty() ? null : list;
    }
}
