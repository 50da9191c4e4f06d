package org.exchangesync.sandbox.soap;

import java.net.URL;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.ValidatorHandler;
import org.exchangesync.sandbox.xml.Xml;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.AttributesImpl;

/** Checks requests against the schema before anything is done, as a real server does: order counts. Threadsafe. */
final class SchemaCheck {
    /** The schema that the sandbox also serves beside its WSDL. */
    static final String FOLDER = "/org/exchangesync/ews/client/wsdl/";

    private final Schema schema;

    SchemaCheck() {
        URL messages = SchemaCheck.class.getResource(FOLDER + "messages.xsd");
        if (messages == null) {
            throw new IllegalStateException("the schema " + FOLDER + "messages.xsd is not on the class path");
        }
        try {
            schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(messages);
        } catch (SAXException e) {
            throw new IllegalStateException("the schema " + messages + " is not valid: " + e.getMessage(), e);
        }
    }

    /** @throws SoapFault when the element is none of the schema's requests or not built as the schema wants it */
    void check(Xml request) {
        ValidatorHandler handler = schema.newValidatorHandler();
        handler.setErrorHandler(new org.xml.sax.helpers.DefaultHandler() {
            @Override
            public void error(SAXParseException e) throws SAXException {
                throw e;
            }
        });
        try {
            handler.startDocument();
            send(request, handler);
            handler.endDocument();
        } catch (SAXException e) {
            throw SoapFault.schema(e.getMessage(), 1, 1);
        }
    }

    private static void send(Xml x, ContentHandler handler) throws SAXException {
        AttributesImpl attributes = new AttributesImpl();
        for (Map.Entry<String, String> attribute : x.attributes().entrySet()) {
            attributes.addAttribute("", attribute.getKey(), attribute.getKey(), "CDATA", attribute.getValue());
        }
        handler.startElement(x.namespace(), x.name(), x.name(), attributes);
        for (Xml child : x.children()) {
            send(child, handler);
        }
        if (x.children().isEmpty() && !x.text().isEmpty()) {
            char[] text = x.text().toCharArray();
            handler.characters(text, 0, text.length);
        }
        handler.endElement(x.namespace(), x.name(), x.name());
    }
}
