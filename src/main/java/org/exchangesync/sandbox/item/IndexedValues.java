package org.exchangesync.sandbox.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.exchangesync.sandbox.property.FieldPath;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Dictionaries: e-mail addresses, phone numbers, postal addresses, message headers, of which requests may name single
 * entries, and of a postal address single lines.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/indexedfielduri">IndexedFieldURI</a>.
 */
final class IndexedValues {
    private IndexedValues() {}

    /** The FieldURI of the whole dictionary that an indexed FieldURI belongs to. */
    static String container(String uri) {
        if (uri.startsWith("contacts:PhysicalAddress")) {
            return "contacts:PhysicalAddresses";
        }
        return switch (uri) {
            case "item:InternetMessageHeader" -> "item:InternetMessageHeaders";
            case "contacts:EmailAddress" -> "contacts:EmailAddresses";
            case "contacts:PhoneNumber" -> "contacts:PhoneNumbers";
            case "contacts:ImAddress" -> "contacts:ImAddresses";
            default -> uri;
        };
    }

    static Xml only(Xml dictionary, Set<String> keys) {
        return dictionary.withChildren(dictionary.children().stream()
                .filter(e -> keys.stream().anyMatch(k -> k.equalsIgnoreCase(key(e))))
                .toList());
    }

    /** One entry, or the line of a postal address that the path names. */
    static Optional<Xml> entry(Xml dictionary, FieldPath.Indexed path) {
        Optional<Xml> entry = dictionary.children().stream()
                .filter(e -> path.index().equalsIgnoreCase(key(e)))
                .findFirst();
        return line(path).isEmpty()
                ? entry
                : entry.flatMap(e -> e.child(line(path).get()));
    }

    /** The dictionary with the entry (or line) of the path taken from another dictionary, or removed when that is null. */
    static Xml merge(Xml dictionary, Xml other, FieldPath.Indexed path) {
        Optional<Xml> old = entry(dictionary, new FieldPath.Indexed(container(path.uri()), path.index()));
        Optional<Xml> given = other == null
                ? Optional.empty()
                : entry(other, new FieldPath.Indexed(container(path.uri()), path.index()));
        Optional<Xml> merged = given;
        if (line(path).isPresent()) {
            String line = line(path).get();
            List<Xml> lines = new ArrayList<>(old.map(Xml::children).orElse(List.of()).stream()
                    .filter(l -> !l.name().equals(line))
                    .toList());
            given.flatMap(g -> g.child(line)).ifPresent(lines::add);
            merged = lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Xml.t("Entry", inOrder(lines)).with("Key", path.index()));
        }
        List<Xml> entries = new ArrayList<>(dictionary.children().stream()
                .filter(e -> !path.index().equalsIgnoreCase(key(e)))
                .toList());
        merged.ifPresent(entries::add);
        return dictionary.withChildren(entries);
    }

    private static List<Xml> inOrder(List<Xml> lines) {
        List<String> order = List.of("Street", "City", "State", "CountryOrRegion", "PostalCode");
        return lines.stream()
                .sorted(java.util.Comparator.comparingInt(l -> order.indexOf(l.name())))
                .toList();
    }

    private static Optional<String> line(FieldPath.Indexed path) {
        return path.uri().startsWith("contacts:PhysicalAddress:")
                ? Optional.of(path.uri().substring("contacts:PhysicalAddress:".length()))
                : Optional.empty();
    }

    private static String key(Xml entry) {
        return Objects.requireNonNullElse(
                entry.attribute("Key"), Objects.requireNonNullElse(entry.attribute("HeaderName"), ""));
    }
}
