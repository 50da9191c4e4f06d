package org.exchangesync.sandbox.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;

/**
 * One line of the ledger: one thing that was done. What does not apply is null, and absent in JSON.
 *
 * @param seq 1 for the first line, then one more for each; goes on after a restart with the same file
 * @param caller user of the account that asked for it, {@code sandbox} for what came from inside the process, {@code
 *     control} for what the control API did
 * @param mailbox primary address of the mailbox that changed, or that a message was sent from
 * @param action {@code create}, {@code deliver}, {@code update}, {@code mark-read}, {@code move}, {@code copy}, {@code
 *     delete}, {@code send}, {@code create-folder}, {@code update-folder}, {@code move-folder}, {@code delete-folder},
 *     {@code configure}, {@code restore}, {@code expire-states}
 * @param operation the EWS operation that did it, such as {@code DeleteItem} for a move into Deleted Items
 * @param kind element name of the item, such as {@code Message} or {@code CalendarItem}; {@code Folder} for a folder,
 *     {@code Mailbox} for a whole one
 * @param idBefore the id before: of the item that was changed, moved or deleted, or of the original of a copy
 * @param idAfter the id afterwards: another one after a move
 * @param folderFrom the folder left, or changed in: {@code inbox} for one that every mailbox has, else the path below it,
 *     {@code inbox/Undeliverable}
 * @param folderTo the folder afterwards, written likewise
 * @param changed what an update changed, by FieldURI or name of extended property
 * @param read the read flag after mark-read
 * @param recipients who got what was sent
 * @param messageId Internet Message-ID, as written
 * @param uid iCalendar UID
 * @param exchangeSyncKey value of the extended property {@code ExchangeSyncKey} of the property set PublicStrings
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"seq", "time", "caller", "mailbox", "action", "operation", "kind"})
public record LedgerEntry(
        long seq,
        Instant time,
        String caller,
        String mailbox,
        String action,
        String operation,
        String kind,
        String idBefore,
        String idAfter,
        String folderFrom,
        String folderTo,
        List<String> changed,
        Boolean read,
        List<String> recipients,
        String subject,
        String messageId,
        String uid,
        String exchangeSyncKey) {}
