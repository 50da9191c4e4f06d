package org.exchangesync.ews.client;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which {@code RequestServerVersion} each mailbox's server takes: the highest first, one lower after each refusal,
 * remembered as long as the process runs. Threadsafe.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/requestserverversion">
 *     RequestServerVersion</a>
 */
final class MailboxVersions {
    /** From newest to oldest; newer servers all take the first. */
    private static final List<String> LADDER = List.of("Exchange2013_SP1", "Exchange2013", "Exchange2010_SP2");

    private static final Set<String> REFUSALS = Set.of(
            "ErrorInvalidServerVersion",
            "ErrorIncorrectSchemaVersion",
            "ErrorInvalidSchemaVersionForMailboxVersion",
            "ErrorWrongServerVersion");

    private final Map<String, String> byMailbox = new ConcurrentHashMap<>();

    /** The version to send for a mailbox. */
    String of(String mailbox) {
        return byMailbox.getOrDefault(mailbox, LADDER.get(0));
    }

    /**
     * Takes note that a server refused a version.
     *
     * @return whether there is a lower one to try
     */
    boolean lower(String mailbox, String refused, EwsFault fault) {
        int step = LADDER.indexOf(refused);
        if (!isRefusal(fault) || step + 1 >= LADDER.size()) {
            return false;
        }
        byMailbox.put(mailbox, LADDER.get(step + 1));
        return true;
    }

    /** Exchange 2010 checks the version against its schema, which doesn't have the newer ones. */
    private static boolean isRefusal(EwsFault fault) {
        return REFUSALS.contains(fault.code())
                || (fault.code().equals("ErrorSchemaValidation")
                        && fault.getMessage().contains("ExchangeVersionType"));
    }
}
