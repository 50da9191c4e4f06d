package org.exchangesync.sandbox.operation;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32;
import org.exchangesync.sandbox.soap.ResponseError;

/**
 * What a sync state says: everything up to {@code low} is known; a round up to {@code high} is under way and has come
 * down to {@code cursor}. With a checksum, and as long as the states of real servers, so that a column that is too short
 * shows.
 *
 * @param kind what is synchronized: items of a folder ({@code I}) or the folders of a mailbox ({@code H})
 * @param store tells the states of one sandbox from those of another
 * @param mailbox tells the states of one mailbox from those of another, and from its own before a restore
 */
record SyncState(char kind, UUID store, UUID mailbox, long folder, long low, long high, long cursor) {
    private static final int MAGIC = 0x1F8B_5359;
    private static final int LENGTH = 4 + 2 + 16 + 16 + 4 * 8;
    private static final int PADDING = 160;

    /** The state of somebody who has seen nothing yet. */
    static SyncState initial(char kind, UUID store, UUID mailbox, long folder) {
        return new SyncState(kind, store, mailbox, folder, 0, 0, 0);
    }

    /** Whether the last answer was not the end of its round. */
    boolean isUnderWay() {
        return high > low;
    }

    String encode() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH + PADDING + 8);
        bytes.putInt(MAGIC).putChar(kind);
        put(bytes, store);
        put(bytes, mailbox);
        bytes.putLong(folder).putLong(low).putLong(high).putLong(cursor);
        bytes.position(LENGTH + PADDING);
        bytes.putLong(checksum(bytes.array()));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** @throws ResponseError when the text is no state, is damaged, or belongs to something else than {@code expected} */
    static SyncState decode(String text, SyncState expected) {
        byte[] raw;
        try {
            raw = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        if (raw.length != LENGTH + PADDING + 8) {
            throw invalid();
        }
        ByteBuffer bytes = ByteBuffer.wrap(raw);
        if (bytes.getLong(LENGTH + PADDING) != checksum(raw) || bytes.getInt() != MAGIC) {
            throw invalid();
        }
        SyncState state = new SyncState(
                bytes.getChar(),
                new UUID(bytes.getLong(), bytes.getLong()),
                new UUID(bytes.getLong(), bytes.getLong()),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong());
        if (state.kind != expected.kind
                || !state.store.equals(expected.store)
                || !state.mailbox.equals(expected.mailbox)
                || state.folder != expected.folder) {
            throw invalid();
        }
        return state;
    }

    private static ResponseError invalid() {
        return new ResponseError(
                "ErrorInvalidSyncStateData", "Synchronization state data is corrupt or otherwise invalid.");
    }

    private static void put(ByteBuffer bytes, UUID uuid) {
        bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    private static long checksum(byte[] raw) {
        CRC32 crc = new CRC32();
        crc.update(raw, 0, LENGTH + PADDING);
        return crc.getValue() * 2_654_435_761L;
    }
}
