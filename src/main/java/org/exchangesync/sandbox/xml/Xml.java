package org.exchangesync.sandbox.xml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An immutable XML element: what requests are read into, what stored property values are, and what answers are built
 * from. Text, children or a stream that is written as base64: an element has one of the three. Threadsafe.
 */
public final class Xml {
    /** Namespace of item and folder properties, prefix {@code t} by custom. */
    public static final String TYPES = "http://schemas.microsoft.com/exchange/services/2006/types";
    /** Namespace of operations, prefix {@code m} by custom. */
    public static final String MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages";
    /** Namespace of the details of a SOAP fault, prefix {@code e} by custom. */
    public static final String ERRORS = "http://schemas.microsoft.com/exchange/services/2006/errors";
    /** Namespace of the SOAP 1.1 envelope. */
    public static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";

    private final String namespace;
    private final String name;
    private final Map<String, String> attributes;
    private final List<Xml> children;
    private final String text;
    private final BinarySource binary;

    private Xml(
            String namespace,
            String name,
            Map<String, String> attributes,
            List<Xml> children,
            String text,
            BinarySource binary) {
        this.namespace = namespace;
        this.name = name;
        this.attributes = attributes;
        this.children = children;
        this.text = text;
        this.binary = binary;
    }

    /** An element of any namespace; attributes and children are copied. */
    public static Xml of(
            String namespace, String name, Map<String, String> attributes, List<Xml> children, String text) {
        Map<String, String> copy =
                attributes.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        return new Xml(namespace, name, copy, List.copyOf(children), text, null);
    }

    /** An element of the types namespace with children; null children are left out. */
    public static Xml t(String name, Xml... children) {
        return new Xml(TYPES, name, Map.of(), present(children), "", null);
    }

    /** An element of the types namespace with children. */
    public static Xml t(String name, List<Xml> children) {
        return new Xml(TYPES, name, Map.of(), List.copyOf(children), "", null);
    }

    /** An element of the types namespace with text. */
    public static Xml t(String name, String text) {
        return new Xml(TYPES, name, Map.of(), List.of(), text, null);
    }

    /** An element of the types namespace with a number. */
    public static Xml t(String name, long number) {
        return t(name, String.valueOf(number));
    }

    /** An element of the types namespace with true or false. */
    public static Xml t(String name, boolean value) {
        return t(name, String.valueOf(value));
    }

    /** An element of the types namespace whose text is the base64 of a stream, read when it is written. */
    public static Xml base64(String name, BinarySource source) {
        return new Xml(TYPES, name, Map.of(), List.of(), "", source);
    }

    /** An element of the messages namespace with children; null children are left out. */
    public static Xml m(String name, Xml... children) {
        return new Xml(MESSAGES, name, Map.of(), present(children), "", null);
    }

    /** An element of the messages namespace with children. */
    public static Xml m(String name, List<Xml> children) {
        return new Xml(MESSAGES, name, Map.of(), List.copyOf(children), "", null);
    }

    /** An element of the messages namespace with text. */
    public static Xml m(String name, String text) {
        return new Xml(MESSAGES, name, Map.of(), List.of(), text, null);
    }

    /** An element of the messages namespace with a number. */
    public static Xml m(String name, long number) {
        return m(name, String.valueOf(number));
    }

    /** An element of the messages namespace with true or false. */
    public static Xml m(String name, boolean value) {
        return m(name, String.valueOf(value));
    }

    private static List<Xml> present(Xml[] children) {
        return Arrays.stream(children).filter(Objects::nonNull).toList();
    }

    /** The same element with one more (or another) attribute. */
    public Xml with(String attribute, Object value) {
        Map<String, String> more = new LinkedHashMap<>(attributes);
        more.put(attribute, String.valueOf(value));
        return new Xml(namespace, name, Collections.unmodifiableMap(more), children, text, binary);
    }

    /** The same element with other children. */
    public Xml withChildren(List<Xml> other) {
        return new Xml(namespace, name, attributes, List.copyOf(other), other.isEmpty() ? text : "", null);
    }

    /** The same element with more children behind its own; null is left out. */
    public Xml and(Xml... more) {
        List<Xml> all = new ArrayList<>(children);
        all.addAll(present(more));
        return withChildren(all);
    }

    /** The same element under another name. */
    public Xml named(String other) {
        return new Xml(namespace, other, attributes, children, text, binary);
    }

    /** The same element, and everything in it, in another namespace. */
    public Xml in(String otherNamespace) {
        List<Xml> moved = children.stream().map(c -> c.in(otherNamespace)).toList();
        return new Xml(otherNamespace, name, attributes, moved, text, binary);
    }

    public String namespace() {
        return namespace;
    }

    /** The local name. */
    public String name() {
        return name;
    }

    public Map<String, String> attributes() {
        return attributes;
    }

    public List<Xml> children() {
        return children;
    }

    /** The character data, empty for an element with children. */
    public String text() {
        return text;
    }

    BinarySource binary() {
        return binary;
    }

    /** The value of an attribute, or null. */
    public String attribute(String attribute) {
        return attributes.get(attribute);
    }

    /** The first child of that local name. */
    public Optional<Xml> child(String childName) {
        return children.stream().filter(c -> c.name.equals(childName)).findFirst();
    }

    /** All children of that local name. */
    public Stream<Xml> all(String childName) {
        return children.stream().filter(c -> c.name.equals(childName));
    }

    /** The first child, whatever it is called. */
    public Optional<Xml> first() {
        return children.stream().findFirst();
    }

    /** The text of the first child of that local name. */
    public Optional<String> textOf(String childName) {
        return child(childName).map(c -> c.text.strip());
    }

    /** The element at the end of a path of local names. */
    public Optional<Xml> at(String... path) {
        Optional<Xml> here = Optional.of(this);
        for (String step : path) {
            here = here.flatMap(x -> x.child(step));
        }
        return here;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Xml x
                && namespace.equals(x.namespace)
                && name.equals(x.name)
                && attributes.equals(x.attributes)
                && children.equals(x.children)
                && text.equals(x.text)
                && Objects.equals(binary, x.binary);
    }

    @Override
    public int hashCode() {
        return Objects.hash(namespace, name, attributes, children, text);
    }

    @Override
    public String toString() {
        return XmlWriter.toString(this);
    }
}
