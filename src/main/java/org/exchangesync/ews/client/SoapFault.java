package org.exchangesync.ews.client;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.exchangesync.transport.TransportException;

/**
 * Reads a SOAP fault, whichever way the server writes it: the response code stands in {@code detail}, in {@code faultcode}
 * or in both; servers of one version disagree about prefixes and namespaces.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode">SOAP
 *     faults and response codes</a>
 */
final class SoapFault {
    private String faultCode;
    private String faultText;
    private String responseCode;
    private String responseText;
    private final Map<String, String> details = new LinkedHashMap<>();

    private SoapFault() {}

    /** Reads the fault at whose start the reader stands. */
    static EwsFault read(XMLStreamReader reader, CallContext call) throws XMLStreamException {
        SoapFault fault = new SoapFault();
        fault.readChildren(reader);
        return fault.toFault(call);
    }

    private void readChildren(XMLStreamReader reader) throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            int event = reader.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                switch (reader.getLocalName()) {
                    case "faultcode", "Value" -> faultCode = text(reader);
                    case "faultstring", "Text" -> faultText = text(reader);
                    case "ResponseCode" -> responseCode = text(reader);
                    case "Message" -> responseText = text(reader);
                    case "MessageXml" -> FaultDetails.read(reader, details);
                    case "Line", "Position", "ErrorCode" -> details.put(reader.getLocalName(), text(reader));
                    default -> depth++;
                }
            }
        }
    }

    /** The text of the element, its children's included. */
    private static String text(XMLStreamReader reader) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        for (int depth = 1; depth > 0; ) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                default -> {
                    // nothing else has text
                }
            }
        }
        return text.toString().strip();
    }

    private EwsFault toFault(CallContext call) {
        String code = responseCode;
        if (code == null || code.isEmpty()) {
            String local = faultCode == null ? "" : faultCode.substring(faultCode.indexOf(':') + 1);
            code = local.startsWith("Error") ? local : TransportException.BAD_ANSWER;
        }
        code = FaultDetails.cause(code, details);
        String text = responseText != null && !responseText.isEmpty() ? responseText : faultText;
        String violation = details.get("Violation");
        return call.fault(
                code,
                (text == null || text.isEmpty() ? "the server gives no reason" : text)
                        + (violation == null ? "" : " " + violation),
                FaultDetails.backOff(details),
                details,
                null);
    }
}
