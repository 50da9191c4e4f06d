package org.exchangesync.ews.client.mapping;

import java.util.function.Function;
import org.exchangesync.ews.client.types.BasePathToElementType;

/**
 * One property that we write.
 *
 * @param path its name in requests
 * @param value what of an item goes there, as it is compared; null for none
 * @param writer puts the value into an EWS item
 * @param removable whether EWS lets it be taken away; otherwise there is always a value
 * @param <I> the canonical item
 * @param <X> the EWS item
 */
record Field<I, X>(BasePathToElementType path, Value<I> value, Writer<X> writer, boolean removable) {

    /** Finds the value in an item. */
    @FunctionalInterface
    interface Value<I> {
        Object of(I item) throws UnmappableItemException;
    }

    /** Puts a value into an EWS item. */
    @FunctionalInterface
    interface Writer<X> {
        void write(X target, Object value) throws UnmappableItemException;
    }

    /** A property whose value is written by a setter, after a conversion. */
    static <I, X, V, W> Field<I, X> of(
            String uri, Function<I, V> value, Function<V, W> conversion, Setter<X, W> setter) {
        return new Field<>(
                Paths.field(uri),
                value::apply,
                (target, v) -> setter.set(target, conversion.apply(Field.<V>cast(v))),
                true);
    }

    /** A property whose value is written by a setter as it is. */
    static <I, X, V> Field<I, X> of(String uri, Function<I, V> value, Setter<X, V> setter) {
        return of(uri, value, Function.identity(), setter);
    }

    /** The same property where it can't be taken away. */
    Field<I, X> required() {
        return new Field<>(path, value, writer, false);
    }

    /** A setter of a generated type. */
    @FunctionalInterface
    interface Setter<X, V> {
        void set(X target, V value);
    }

    /** The value is what this field's own {@code value} function returned, so its type is known. */
    @SuppressWarnings("unchecked")
    static <V> V cast(Object value) {
        return (V) value;
    }
}
