package org.exchangesync.sandbox.item;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.exchangesync.sandbox.property.FieldPath;
import org.exchangesync.sandbox.property.Property;
import org.exchangesync.sandbox.property.Property.Flag;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.store.Damage;
import org.exchangesync.sandbox.xml.Xml;

/** Turns items into the elements of an answer: the properties that the shape wants, in the order of the schema. */
public final class ItemRenderer {
    private final Call call;

    public ItemRenderer(Call call) {
        this.call = call;
    }

    /**
     * An item as GetItem answers it.
     *
     * @throws ResponseError when it is damaged and the shape wants more than a list would show
     */
    public Xml whole(ItemView view, Shape shape) {
        Damage damage = view.item().content().damage();
        if (damage != null && shape.wantsContent(view.type())) {
            throw new ResponseError(damage.code(), damage.text());
        }
        return element(view, shape, true);
    }

    /** An item as FindItem and SyncFolderItems list it: without body, recipients and attachments. */
    public Xml listed(ItemView view, Shape shape) {
        return element(view, shape, false);
    }

    private Xml element(ItemView view, Shape shape, boolean whole) {
        List<Xml> children = new ArrayList<>();
        for (Property property : view.type().properties()) {
            if ((whole || !property.is(Flag.NOT_IN_FIND)) && wanted(property, shape)) {
                Xml value = value(property, view, shape);
                if (value != null) {
                    children.add(value);
                }
            } else if (whole || !property.is(Flag.NOT_IN_FIND)) {
                entries(property, view, shape).ifPresent(children::add);
            }
            if (property.uri().equals("item:HasAttachments")) {
                children.addAll(extended(view, shape));
            }
        }
        return Xml.t(view.type().element(), children);
    }

    private boolean wanted(Property property, Shape shape) {
        if (property.uri().equals("item:ItemId") || shape.names(property.uri())) {
            return true;
        }
        if (property.uri().equals("item:MimeContent")) {
            return shape.mimeContent();
        }
        if (property.is(Flag.ON_REQUEST) || property.is(Flag.SINCE_2013) && !call.is2013()) {
            return false;
        }
        return switch (shape.base()) {
            case ID_ONLY -> false;
            case DEFAULT -> property.is(Flag.DEFAULT_SHAPE);
            case ALL_PROPERTIES -> true;
        };
    }

    private static Xml value(Property property, ItemView view, Shape shape) {
        if (property.uri().equals("item:Body")) {
            return Bodies.of(view, shape.bodyType());
        }
        return property.is(Flag.COMPUTED)
                ? ComputedValues.of(property.uri(), view, shape)
                : view.values().get(property.uri()).orElse(null);
    }

    /** Those entries of a dictionary that the shape names one by one. */
    private static Optional<Xml> entries(Property property, ItemView view, Shape shape) {
        Set<String> keys = new LinkedHashSet<>();
        for (FieldPath path : shape.additional()) {
            if (path instanceof FieldPath.Indexed indexed
                    && IndexedValues.container(indexed.uri()).equals(property.uri())) {
                keys.add(indexed.index());
            }
        }
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        Xml all = property.is(Flag.COMPUTED)
                ? ComputedValues.of(property.uri(), view, shape)
                : view.values().get(property.uri()).orElse(null);
        return Optional.ofNullable(all)
                .map(a -> IndexedValues.only(a, keys))
                .filter(x -> !x.children().isEmpty());
    }

    private List<Xml> extended(ItemView view, Shape shape) {
        List<Xml> found = new ArrayList<>();
        for (FieldPath path : shape.additional()) {
            if (path instanceof FieldPath.Extended extended) {
                ExtendedValues.get(view, extended.key()).ifPresent(found::add);
            }
        }
        return found;
    }

    /** The element of one property, whatever the shape: for restrictions and sorting. */
    public static Optional<Xml> value(ItemView view, FieldPath path) {
        if (path instanceof FieldPath.Extended extended) {
            return ExtendedValues.get(view, extended.key()).flatMap(x -> x.child("Value"));
        }
        if (path instanceof FieldPath.Indexed indexed) {
            return view.type()
                    .property(IndexedValues.container(indexed.uri()))
                    .map(p -> value(p, view, Shape.ID))
                    .flatMap(all -> IndexedValues.entry(all, indexed));
        }
        String uri = ((FieldPath.Field) path).uri();
        return view.type().property(uri).map(p -> value(p, view, Shape.ID));
    }
}
