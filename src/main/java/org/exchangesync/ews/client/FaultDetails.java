package org.exchangesync.ews.client;

import jakarta.xml.bind.JAXBElement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.exchangesync.ews.client.messages.MessageXmlType;
import org.exchangesync.ews.client.types.PathToExceptionFieldType;
import org.exchangesync.ews.client.types.PathToExtendedFieldType;
import org.exchangesync.ews.client.types.PathToIndexedFieldType;
import org.exchangesync.ews.client.types.PathToUnindexedFieldType;
import org.exchangesync.transport.TransportException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What {@code MessageXml} says about an error, flattened to names and values: the {@code Name} of a {@code Value} element,
 * the local name of others, the URI of a property path.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/messagexml">MessageXml</a>
 */
final class FaultDetails {
    private static final Pattern NAME = Pattern.compile("\\w{1,120}");
    private static final String BACK_OFF = "BackOffMilliseconds";
    private static final String INNER_CODE = "InnerErrorResponseCode";

    private FaultDetails() {}

    static Map<String, String> of(MessageXmlType xml) {
        Map<String, String> details = new LinkedHashMap<>();
        List<Object> any = xml == null ? List.of() : xml.getAny();
        for (Object node : any) {
            if (node instanceof Element element) {
                collect(element, details);
            } else if (node instanceof JAXBElement<?> path) {
                details.put("FieldURI", path(path.getValue()));
            }
        }
        return details;
    }

    /** Property paths are elements of the schema, so they come as objects. */
    private static String path(Object path) {
        if (path instanceof PathToUnindexedFieldType field) {
            return String.valueOf(field.getFieldURI());
        }
        if (path instanceof PathToIndexedFieldType field) {
            return field.getFieldURI() + ":" + field.getFieldIndex();
        }
        if (path instanceof PathToExtendedFieldType field) {
            return Stream.of(field.getPropertyTag(), field.getPropertyName(), field.getPropertyId())
                    .filter(Objects::nonNull)
                    .map(Object::toString)
                    .findFirst()
                    .orElse("extended property");
        }
        return path instanceof PathToExceptionFieldType field ? String.valueOf(field.getFieldURI()) : "unknown";
    }

    private static void collect(Element element, Map<String, String> details) {
        String path = element.getAttribute("FieldURI");
        if (!path.isEmpty()) {
            details.put("FieldURI", path);
        }
        boolean leaf = true;
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                leaf = false;
                collect(inner, details);
            }
        }
        if (leaf && path.isEmpty()) {
            String name = element.getAttribute("Name");
            put(details, name.isEmpty() ? element.getLocalName() : name, element.getTextContent());
        }
    }

    /** Reads the {@code MessageXml} at which the reader stands, up to its end. */
    static void read(XMLStreamReader reader, Map<String, String> details) throws XMLStreamException {
        String name = null;
        StringBuilder text = new StringBuilder();
        for (int depth = 1; depth > 0; ) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    String path = reader.getAttributeValue(null, "FieldURI");
                    if (path != null) {
                        put(details, "FieldURI", path);
                    }
                    name = reader.getAttributeValue(null, "Name");
                    name = name == null ? reader.getLocalName() : name;
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    if (name != null) {
                        put(details, name, text.toString());
                    }
                    name = null;
                }
                default -> {
                    // white space and the like say nothing
                }
            }
        }
    }

    private static void put(Map<String, String> details, String name, String value) {
        if (!value.isBlank()) {
            details.put(name, value.strip());
        }
    }

    /** How long the server wants to be left alone, or null where it doesn't say. */
    static Duration backOff(Map<String, String> details) {
        String text = details.get(BACK_OFF);
        if (text == null || !text.matches("\\d{1,12}")) {
            return null;
        }
        return Duration.ofMillis(Long.parseLong(text));
    }

    /**
     * The code to go by. Servers wrap the cause in {@code ErrorInternalServerError} and name it in the details.
     *
     * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-throttling-in-exchange">
     *     EWS throttling</a>
     */
    static String cause(String code, Map<String, String> details) {
        String inner = details.get(INNER_CODE);
        String cause = "ErrorInternalServerError".equals(code) && inner != null ? inner : code;
        return NAME.matcher(cause).matches() ? cause : TransportException.BAD_ANSWER;
    }
}
