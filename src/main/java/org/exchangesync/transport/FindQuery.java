package org.exchangesync.transport;

/**
 * What to look for in a folder; null criteria don't restrict, several must all hold.
 *
 * @param syncKey our own key on the item
 * @param messageId the Message-ID of a mail
 * @param uid the UID of an appointment
 * @param limit the most ids to return, at least 1
 */
public record FindQuery(String syncKey, String messageId, String uid, int limit) {
    /** Items that carry our key. */
    public static FindQuery bySyncKey(String syncKey) {
        return new FindQuery(syncKey, null, null, 10);
    }

    /** Mails with a Message-ID. */
    public static FindQuery byMessageId(String messageId) {
        return new FindQuery(null, messageId, null, 10);
    }
}
