package org.exchangesync.sandbox.item;

import java.util.ArrayList;
import java.util.List;
import org.exchangesync.sandbox.property.ExtendedKey;
import org.exchangesync.sandbox.property.FieldPath;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Which properties an answer is to have.
 *
 * <p>Source: <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/itemshape">ItemShape</a>.
 *
 * @param bodyType {@code Best}, {@code HTML} or {@code Text}
 */
public record Shape(Base base, boolean mimeContent, String bodyType, List<FieldPath> additional) {
    /** The sets of properties that have a name. */
    public enum Base {
        ID_ONLY,
        DEFAULT,
        ALL_PROPERTIES
    }

    /** Nothing but ids. */
    public static final Shape ID = new Shape(Base.ID_ONLY, false, "Best", List.of());

    /** Reads an ItemShape, FolderShape or AttachmentShape element. */
    public static Shape of(Xml shape) {
        Base base = switch (shape.textOf("BaseShape").orElse("AllProperties")) {
            case "IdOnly" -> Base.ID_ONLY;
            case "Default" -> Base.DEFAULT;
            default -> Base.ALL_PROPERTIES;
        };
        boolean mime = shape.textOf("IncludeMimeContent")
                .map(v -> v.equals("true") || v.equals("1"))
                .orElse(false);
        List<FieldPath> additional = new ArrayList<>();
        shape.child("AdditionalProperties").ifPresent(a -> a.children().forEach(path -> additional.add(path(path))));
        return new Shape(base, mime, shape.textOf("BodyType").orElse("Best"), List.copyOf(additional));
    }

    /** Reads how a request names a property. */
    public static FieldPath path(Xml path) {
        try {
            return FieldPath.of(path);
        } catch (ExtendedKey.InvalidExtendedProperty e) {
            throw new ResponseError(e.code(), e.getMessage(), List.of(path));
        } catch (NumberFormatException e) {
            throw new ResponseError("ErrorInvalidExtendedProperty", "A property id is no number.", List.of(path));
        }
    }

    /** Whether it names that property, besides the base. */
    public boolean names(String uri) {
        return additional.stream()
                .anyMatch(p -> p instanceof FieldPath.Field f && f.uri().equals(uri));
    }

    /** Whether it wants what only the content of an item can tell. */
    boolean wantsContent(ItemType type) {
        return base != Base.ID_ONLY
                || mimeContent
                || additional.stream()
                        .anyMatch(p -> p instanceof FieldPath.Field f
                                && type.property(f.uri())
                                        .map(x -> x.is(org.exchangesync.sandbox.property.Property.Flag.NOT_IN_FIND))
                                        .orElse(false));
    }
}
