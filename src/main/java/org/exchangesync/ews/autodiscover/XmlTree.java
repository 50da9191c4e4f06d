package org.exchangesync.ews.autodiscover;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A short XML document as a tree of local names: servers put their answers into several namespaces. Document types are
 * refused, and what is nested too deeply.
 */
final class XmlTree {
    private static final int DEEPEST = 40;

    private final String name;
    private final List<XmlTree> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private XmlTree(String name) {
        this.name = name;
    }

    /** @throws XMLStreamException if it isn't well-formed, has a document type or is nested too deeply */
    static XmlTree read(byte[] document) throws XMLStreamException {
        XMLInputFactory factory = new InputFactoryImpl(); // one for each: a factory keeps all names that it ever met
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            return read(factory.createXMLStreamReader(new ByteArrayInputStream(document)));
        } catch (RuntimeException lazy) {
            // Aalto reads text late, and then tells damage by unchecked exceptions.
            throw new XMLStreamException(String.valueOf(lazy.getMessage()), lazy);
        }
    }

    private static XmlTree read(XMLStreamReader reader) throws XMLStreamException {
        Deque<XmlTree> open = new ArrayDeque<>();
        XmlTree root = null;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() == DEEPEST) {
                        throw new XMLStreamException("elements are nested deeper than " + DEEPEST);
                    }
                    XmlTree element = new XmlTree(reader.getLocalName());
                    if (open.isEmpty()) {
                        root = element;
                    } else {
                        open.peek().children.add(element);
                    }
                    open.push(element);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!open.isEmpty()) {
                        open.peek().text.append(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException("document types and entities are not read");
                default -> {}
            }
        }
        if (root == null) {
            throw new XMLStreamException("there is no element");
        }
        return root;
    }

    String name() {
        return name;
    }

    /** The text directly in the element. */
    String text() {
        return text.toString().strip();
    }

    /** The children of that name. */
    Stream<XmlTree> all(String child) {
        return children.stream().filter(element -> element.name.equals(child));
    }

    /** The first descendant along a path of names. */
    Optional<XmlTree> at(String... path) {
        Optional<XmlTree> found = Optional.of(this);
        for (String step : path) {
            found = found.flatMap(element -> element.all(step).findFirst());
        }
        return found;
    }

    /** The text at a path; empty too where there is an element without text. */
    Optional<String> textAt(String... path) {
        return at(path).map(XmlTree::text).filter(found -> !found.isEmpty());
    }
}
