package org.exchangesync.sandbox.item;

import java.time.DateTimeException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.exchangesync.sandbox.property.DateTimes;
import org.exchangesync.sandbox.property.FieldPath;
import org.exchangesync.sandbox.soap.SoapFault;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Search conditions over items or folders.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/restriction">Restriction</a>.
 *
 * @param <T> what is searched
 */
public final class Restriction<T> {
    /** Finds the value of a property of what is searched. */
    @FunctionalInterface
    public interface Lookup<T> {
        Optional<Xml> value(T object, FieldPath path);
    }

    private final Lookup<T> lookup;

    public Restriction(Lookup<T> lookup) {
        this.lookup = lookup;
    }

    /** The condition of a Restriction element. */
    public Predicate<T> of(Xml restriction) {
        return condition(restriction
                .first()
                .orElseThrow(() -> new SoapFault("ErrorInvalidRestriction", "The restriction is empty.")));
    }

    private Predicate<T> condition(Xml x) {
        return switch (x.name()) {
            case "And" ->
                x.children().stream()
                        .map(this::condition)
                        .reduce(Predicate::and)
                        .orElse(t -> true);
            case "Or" ->
                x.children().stream().map(this::condition).reduce(Predicate::or).orElse(t -> false);
            case "Not" -> condition(x.children().get(0)).negate();
            case "Exists" -> exists(Shape.path(x.children().get(0)));
            case "Contains" -> contains(x);
            case "Excludes" -> excludes(x);
            case "IsEqualTo" -> compare(x, c -> c == 0);
            case "IsNotEqualTo" -> compare(x, c -> c == 0).negate();
            case "IsGreaterThan" -> compare(x, c -> c > 0);
            case "IsGreaterThanOrEqualTo" -> compare(x, c -> c >= 0);
            case "IsLessThan" -> compare(x, c -> c < 0);
            case "IsLessThanOrEqualTo" -> compare(x, c -> c <= 0);
            default ->
                throw new SoapFault(
                        "ErrorUnsupportedQueryFilter", "The search condition " + x.name() + " is not supported.");
        };
    }

    private Predicate<T> exists(FieldPath path) {
        return object -> lookup.value(object, path).isPresent();
    }

    private Predicate<T> contains(Xml x) {
        FieldPath path = Shape.path(path(x));
        String wanted = x.child("Constant").map(c -> c.attribute("Value")).orElse("");
        boolean exact = "Exact".equals(x.attribute("ContainmentComparison"));
        String mode = x.attribute("ContainmentMode") == null ? "FullString" : x.attribute("ContainmentMode");
        String sought = exact ? wanted : wanted.toLowerCase(Locale.ROOT);
        return object -> lookup.value(object, path)
                .map(v -> flat(v))
                .map(text -> exact ? text : text.toLowerCase(Locale.ROOT))
                .map(text -> switch (mode) {
                    case "FullString", "ExactPhrase" ->
                        mode.equals("FullString") ? text.equals(sought) : text.contains(sought);
                    case "Prefixed", "PrefixOnWords" ->
                        mode.equals("Prefixed")
                                ? text.startsWith(sought)
                                : text.startsWith(sought) || text.contains(" " + sought);
                    default -> text.contains(sought);
                })
                .orElse(false);
    }

    private Predicate<T> excludes(Xml x) {
        FieldPath path = Shape.path(path(x));
        String text = x.child("Bitmask").map(b -> b.attribute("Value")).orElse("0");
        long mask = Long.decode(text);
        return object -> lookup.value(object, path)
                .map(v -> (Long.parseLong(v.text().strip()) & mask) == 0)
                .orElse(true);
    }

    private Predicate<T> compare(Xml x, Predicate<Integer> accepted) {
        FieldPath left = Shape.path(path(x));
        Xml other = x.child("FieldURIOrConstant").flatMap(Xml::first).orElseThrow();
        Function<T, Optional<String>> right = FieldPath.isPath(other)
                ? object -> lookup.value(object, Shape.path(other)).map(Restriction::flat)
                : object -> Optional.ofNullable(other.attribute("Value"));
        return object -> {
            Optional<String> a = lookup.value(object, left).map(Restriction::flat);
            Optional<String> b = right.apply(object);
            return a.isPresent() && b.isPresent() && accepted.test(compareTexts(a.get(), b.get()));
        };
    }

    private static Xml path(Xml x) {
        return x.children().stream()
                .filter(FieldPath::isPath)
                .findFirst()
                .orElseThrow(() -> new SoapFault("ErrorInvalidRestriction", "A search condition names no property."));
    }

    /** The text of a value; of a structured one all its texts, so that a name or an address of a person is found. */
    static String flat(Xml value) {
        if (value.children().isEmpty()) {
            return value.text();
        }
        return String.join(" ", value.children().stream().map(Restriction::flat).toList());
    }

    /** Compares as dates, numbers, truth values or else text without case. */
    static int compareTexts(String a, String b) {
        Optional<Comparable<?>> left = typed(a);
        Optional<Comparable<?>> right = typed(b);
        if (left.isPresent()
                && right.isPresent()
                && left.get().getClass() == right.get().getClass()) {
            return compareTyped(left.get(), right.get());
        }
        return a.strip().compareToIgnoreCase(b.strip());
    }

    @SuppressWarnings("unchecked")
    private static int compareTyped(Comparable<?> a, Comparable<?> b) {
        return ((Comparator<Object>) (Comparator<?>) Comparator.naturalOrder()).compare(a, b);
    }

    private static Optional<Comparable<?>> typed(String text) {
        String value = text.strip();
        if (value.matches("-?\\d{1,18}")) {
            return Optional.of(Long.parseLong(value));
        }
        if (value.matches("\\d{4}-\\d\\d-\\d\\d(T.*)?")) {
            try {
                return Optional.of(DateTimes.parse(value));
            } catch (DateTimeException e) {
                return Optional.empty(); // looks like a date and is text
            }
        }
        return Optional.empty();
    }

    /** The order that a SortOrder element wants; what lacks the property comes first. */
    public Comparator<T> order(Xml sortOrder) {
        Comparator<T> order = (a, b) -> 0;
        for (Xml field : sortOrder.children()) {
            FieldPath path = Shape.path(path(field));
            Comparator<T> by = (a, b) -> {
                List<String> texts = java.util.stream.Stream.of(a, b)
                        .map(o -> lookup.value(o, path).map(Restriction::flat).orElse(""))
                        .toList();
                return compareTexts(texts.get(0), texts.get(1));
            };
            order = order.thenComparing("Descending".equals(field.attribute("Order")) ? by.reversed() : by);
        }
        return order;
    }
}
