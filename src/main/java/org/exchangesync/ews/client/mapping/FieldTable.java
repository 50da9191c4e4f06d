package org.exchangesync.ews.client.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.exchangesync.ews.client.types.DeleteItemFieldType;
import org.exchangesync.ews.client.types.ItemChangeDescriptionType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.ews.client.types.SetItemFieldType;

/**
 * All properties that we write of one kind: makes the item of a CreateItem and the changes of an UpdateItem.
 *
 * @param <I> the canonical item
 * @param <X> the EWS item
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateitem-operation">
 *     UpdateItem</a>
 */
final class FieldTable<I, X extends ItemType> {
    private final Supplier<X> empty;
    private final List<Field<I, X>> fields;

    FieldTable(Supplier<X> empty, List<Field<I, X>> fields) {
        this.empty = empty;
        this.fields = List.copyOf(fields);
    }

    /** A new EWS item with all values. */
    X create(I item) throws UnmappableItemException {
        X target = empty.get();
        for (Field<I, X> field : fields) {
            Object value = field.value().of(item);
            if (value != null) {
                field.writer().write(target, value);
            }
        }
        return target;
    }

    /**
     * What has to change so that an item becomes as wanted, one property each.
     *
     * @param current what the server has, or null where it isn't known: then everything is written
     */
    List<ItemChangeDescriptionType> updates(I wanted, I current) throws UnmappableItemException {
        List<ItemChangeDescriptionType> changes = new ArrayList<>();
        for (Field<I, X> field : fields) {
            Object value = field.value().of(wanted);
            if (current != null && Objects.equals(value, field.value().of(current))) {
                continue;
            }
            if (value != null) {
                changes.add(set(field, value));
            } else if (field.removable()) {
                changes.add(delete(field));
            }
        }
        return changes;
    }

    private ItemChangeDescriptionType set(Field<I, X> field, Object value) throws UnmappableItemException {
        X target = empty.get();
        field.writer().write(target, value);
        SetItemFieldType set = new SetItemFieldType();
        set.setPath(field.path());
        set.setItem(target);
        return set;
    }

    private ItemChangeDescriptionType delete(Field<I, X> field) {
        DeleteItemFieldType delete = new DeleteItemFieldType();
        delete.setPath(field.path());
        return delete;
    }
}
