package org.exchangesync.ews.client;

import java.time.Duration;
import java.util.Map;
import org.exchangesync.transport.TransportException;

/**
 * A call that an EWS server refused or that didn't come to a good end, or one item of an answer that can't be read. The
 * {@link #code()} is the server's response code, or one of the words of {@link TransportException} and this class.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode">ResponseCode</a>
 */
public final class EwsFault extends TransportException {
    private static final long serialVersionUID = 1L;

    /** The code where a web page came instead of an answer: form based login, or an address that isn't EWS. */
    public static final String LOGIN_PAGE = "HttpLoginPage";
    /** The code where a proxy doesn't let us through to the server. */
    public static final String PROXY_REFUSED = "ProxyRefused";
    /** The server's code for content that is no Base64; ours too, when an answer brings such content. */
    public static final String BAD_BASE64 = "ErrorMimeContentInvalidBase64String";
    /** The server's code for an item with unreadable parts; ours too, when an answer's XML breaks at one item. */
    public static final String ITEM_CORRUPT = "ErrorItemCorrupt";

    private final transient Map<String, String> details;

    EwsFault(
            String code,
            String message,
            Duration backOff,
            String requestId,
            Map<String, String> details,
            Throwable cause) {
        super(code, message, backOff, requestId, cause);
        this.details = Map.copyOf(details);
    }

    EwsFault(String code, String message, Throwable cause) {
        this(code, message, null, null, Map.of(), cause);
    }

    /**
     * What the server said besides, by its own names: {@code BackOffMilliseconds}, {@code Primary} (the address to use
     * instead), {@code FieldURI} (the property at fault), {@code Violation}, {@code WWW-Authenticate}.
     */
    public Map<String, String> details() {
        return details == null ? Map.of() : details;
    }
}
