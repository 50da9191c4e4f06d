package org.exchangesync.sandbox.xml;

import com.fasterxml.aalto.UncheckedStreamException;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a request into {@link Xml}. Document types are refused, so there is neither an external entity nor an entity
 * bomb; depth is limited here, size by the stream that is passed in.
 */
public final class XmlReader {
    private static final int MAXIMUM_DEPTH = 100;
    private static final XMLInputFactory FACTORY = factory();

    private XmlReader() {}

    private static XMLInputFactory factory() {
        XMLInputFactory factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /**
     * Reads one document.
     *
     * @throws XmlException when it isn't well-formed, has a document type or is nested too deeply
     */
    public static Xml read(InputStream in) throws XmlException {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(in);
            try {
                return document(reader);
            } finally {
                reader.close();
            }
        } catch (UncheckedStreamException e) {
            // Aalto reads text lazily and reports damage in it so.
            throw new XmlException(e.getMessage(), 0, 0);
        } catch (XMLStreamException e) {
            Location at = e.getLocation();
            throw new XmlException(
                    e.getMessage(), at == null ? 0 : at.getLineNumber(), at == null ? 0 : at.getColumnNumber());
        }
    }

    private static Xml document(XMLStreamReader reader) throws XMLStreamException, XmlException {
        Deque<Open> open = new ArrayDeque<>();
        Xml root = null;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() == MAXIMUM_DEPTH) {
                        throw refused(reader, "elements nested deeper than " + MAXIMUM_DEPTH);
                    }
                    open.push(new Open(reader));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!open.isEmpty()) {
                        open.peek().text.append(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    Xml done = open.pop().close();
                    if (open.isEmpty()) {
                        root = done;
                    } else {
                        open.peek().children.add(done);
                    }
                }
                case XMLStreamConstants.DTD -> throw refused(reader, "a document type is not allowed");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw refused(reader, "the entity " + reader.getLocalName() + " is not defined");
                default -> {}
            }
        }
        if (root == null) {
            throw refused(reader, "there is no root element");
        }
        return root;
    }

    private static XmlException refused(XMLStreamReader reader, String why) {
        Location at = reader.getLocation();
        return new XmlException(why, at.getLineNumber(), at.getColumnNumber());
    }

    private static final class Open {
        private final String namespace;
        private final String name;
        private final Map<String, String> attributes = new LinkedHashMap<>();
        private final List<Xml> children = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        Open(XMLStreamReader reader) {
            namespace = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
            name = reader.getLocalName();
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }

        Xml close() {
            // White space between elements is layout, not content.
            return Xml.of(namespace, name, attributes, children, children.isEmpty() ? text.toString() : "");
        }
    }
}
