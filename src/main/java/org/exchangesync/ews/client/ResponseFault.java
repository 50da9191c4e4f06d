package org.exchangesync.ews.client;

import java.util.Map;
import org.exchangesync.ews.client.messages.ResponseMessageType;
import org.exchangesync.transport.TransportException;

/**
 * Tells from a response message whether it is an error, and makes a fault of it.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsemessage">ResponseMessage
 *     </a>
 */
final class ResponseFault {
    private static final String NO_ERROR = "NoError";
    /** The one warning that means that nothing was done. */
    private static final String STOPPED = "ErrorBatchProcessingStopped";

    private ResponseFault() {}

    /** The fault that a response message tells of, or null if it tells of none. */
    static EwsFault of(ResponseMessageType message, CallContext call) {
        String code = message.getResponseCode();
        if (isFine(message.getResponseClass(), code)) {
            return null;
        }
        Map<String, String> details = FaultDetails.of(message.getMessageXml());
        String effective = code == null || code.isEmpty() || code.equals(NO_ERROR)
                ? TransportException.BAD_ANSWER
                : FaultDetails.cause(code, details);
        String text = message.getMessageText();
        return call.fault(
                effective,
                text == null || text.isBlank() ? "the server gives no reason" : text.strip(),
                FaultDetails.backOff(details),
                details,
                null);
    }

    private static boolean isFine(String responseClass, String code) {
        boolean noError = code == null || code.isEmpty() || code.equals(NO_ERROR);
        if (responseClass == null) {
            return noError;
        }
        return switch (responseClass) {
            case "Success" -> true;
            case "Warning" -> !STOPPED.equals(code);
            case "Error" -> false;
            default -> noError;
        };
    }
}
