package org.exchangesync.ews.client;

import java.util.Set;
import org.exchangesync.transport.TransportException;

/**
 * What a response code in the answer for one item says: about the item, or about the server at this moment. What isn't
 * known is about the item, so that an unheard-of code can't stop a folder for ever.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode">ResponseCode</a>
 */
final class ItemCodes {
    static final String NOT_FOUND = "ErrorItemNotFound";
    static final String TIMEOUT = "ErrorTimeoutExpired";
    static final String STOPPED = "ErrorBatchProcessingStopped";
    static final String INTERNAL = "ErrorInternalServerError";

    /** Another item, or another moment, would meet the same: the whole page has to wait. */
    private static final Set<String> OF_THE_MOMENT = Set.of(
            "ErrorServerBusy",
            "ErrorExceededConnectionCount",
            "ErrorInsufficientResources",
            "ErrorNotEnoughMemory",
            "ErrorTooManyObjectsOpened",
            "ErrorInternalServerTransientError",
            "ErrorADUnavailable",
            "ErrorADOperation",
            "ErrorConnectionFailed",
            "ErrorMailboxMoveInProgress",
            "ErrorMailboxFailover",
            "ErrorMailboxStoreUnavailable",
            "ErrorMailboxLogonFailed",
            "ErrorNoRespondingCASInDestinationSite",
            "ErrorProxyRequestProcessingFailed",
            "ErrorCrossSiteRequest",
            "ErrorClientDisconnected",
            "ErrorNonExistentMailbox",
            "ErrorImpersonateUserDenied",
            "ErrorImpersonationDenied",
            "ErrorImpersonationFailed",
            "ErrorInvalidServerVersion",
            TransportException.NETWORK,
            TransportException.TLS,
            TransportException.CONFIGURATION);

    /** The server has the item but can't make MIME of it. */
    private static final Set<String> NO_MIME = Set.of(
            "ErrorContentConversionFailed",
            "ErrorMimeContentConversionFailed",
            "ErrorMimeContentInvalid",
            EwsFault.BAD_BASE64,
            "ErrorUnsupportedMimeConversion");

    /** A property was asked for that this class of items hasn't. */
    private static final String PROPERTY = "ErrorInvalidPropertyRequest";

    private ItemCodes() {}

    static boolean isOfTheMoment(String code) {
        return OF_THE_MOMENT.contains(code) || code.startsWith(TransportException.HTTP);
    }

    /** It may be the item or the server: only trying again, and alone, can tell. */
    static boolean isUndecided(String code) {
        return code.equals(TIMEOUT) || code.equals(STOPPED) || code.equals(INTERNAL);
    }

    static boolean isWithoutMime(String code) {
        return NO_MIME.contains(code);
    }

    static boolean isOtherClass(String code) {
        return PROPERTY.equals(code);
    }
}
