package org.exchangesync.ews.client;

import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/**
 * Hides {@code xsi:type}: elements of EWS are what their names say. A type that stands with the wrong element would put an
 * object of another class where lists and fields promise theirs.
 *
 * @see <a href="https://www.w3.org/TR/xmlschema-1/#xsi_type">XML Schema, xsi:type</a>
 */
final class UntypedReader extends StreamReaderDelegate {

    UntypedReader(XMLStreamReader reader) {
        super(reader);
    }

    @Override
    public String getAttributeLocalName(int index) {
        String name = super.getAttributeLocalName(index);
        return name.equals("type") && XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(getAttributeNamespace(index))
                ? "type-not-used"
                : name;
    }
}
