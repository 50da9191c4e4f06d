package org.exchangesync.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.exchangesync.sandbox.xml.Xml;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Holds every answer of the sandbox against the schema: strict clients would. */
final class AnswerSchema {
    private static final Schema SCHEMA = schema();

    private AnswerSchema() {}

    private static Schema schema() {
        try {
            return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(AnswerSchema.class.getResource("/org/exchangesync/ews/client/wsdl/messages.xsd"));
        } catch (SAXException e) {
            throw new IllegalStateException(e);
        }
    }

    static void check(byte[] envelope) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(envelope));
            Node body = document.getElementsByTagNameNS(Xml.SOAP, "Body").item(0);
            for (Node child = body.getFirstChild(); child != null; child = child.getNextSibling()) {
                if (child instanceof Element) {
                    SCHEMA.newValidator().validate(new DOMSource(child));
                }
            }
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError("the answer does not follow the schema: " + e.getMessage(), e);
        }
    }
}
