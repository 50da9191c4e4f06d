package org.exchangesync.sandbox.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Ids built like those of a real server: 120 base64 characters for a folder, 152 for an item, case-sensitive, with the
 * GUID of the mailbox in front. Clients must not look inside; but a column that is too short, or compares without case,
 * shows up here as it would there.
 *
 * @param folder number of the folder
 * @param item number of the item, 0 for a folder
 * @param detail for an occurrence the start that its pattern gives it, in seconds since 1970; for an attachment its number
 */
public record EwsId(Kind kind, UUID mailbox, long folder, long item, long detail) {
    /** What an id is of. */
    public enum Kind {
        FOLDER(0, 46),
        ITEM(0, 70),
        OCCURRENCE(1, 70),
        ATTACHMENT(0, 70);

        private final int instruction;
        private final int entryLength;

        Kind(int instruction, int entryLength) {
            this.instruction = instruction;
            this.entryLength = entryLength;
        }
    }

    private static final int MAILBOX_GUID_BASED = 3;
    private static final int GUID_LENGTH = 36;
    private static final int MESSAGE = 7;
    private static final int FOLDER_TYPE = 1;

    /** The text that requests and answers carry. */
    public String encode() {
        int tail = kind == Kind.OCCURRENCE ? 8 : kind == Kind.ATTACHMENT ? 7 : 0;
        ByteBuffer bytes = ByteBuffer.allocate(4 + GUID_LENGTH + 3 + kind.entryLength + tail)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0).put((byte) MAILBOX_GUID_BASED).putShort((short) GUID_LENGTH);
        bytes.put(mailbox.toString().getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) kind.instruction).putShort((short) kind.entryLength);
        bytes.putInt(0).put(provider()).putShort((short) (kind == Kind.FOLDER ? FOLDER_TYPE : MESSAGE));
        bytes.put(replica()).put(sixBytes(folder)).putShort((short) 0);
        if (kind != Kind.FOLDER) {
            bytes.put(replica()).put(sixBytes(item)).putShort((short) 0);
        }
        if (kind == Kind.OCCURRENCE) {
            bytes.putLong(detail);
        } else if (kind == Kind.ATTACHMENT) {
            bytes.put((byte) 1).putShort((short) 4).putInt((int) detail);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Reads an id; empty when it is none of ours, cut short or changed in its fixed parts. */
    public static Optional<EwsId> decode(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
            if (bytes.get() != 0 || bytes.get() != MAILBOX_GUID_BASED || bytes.getShort() != GUID_LENGTH) {
                return Optional.empty();
            }
            byte[] guid = new byte[GUID_LENGTH];
            bytes.get(guid);
            UUID mailbox = UUID.fromString(new String(guid, StandardCharsets.US_ASCII));
            int instruction = bytes.get();
            int length = bytes.getShort();
            bytes.position(bytes.position() + 22);
            byte[] replica = new byte[16];
            bytes.get(replica);
            long folder = readSix(bytes);
            bytes.getShort();
            long item = 0;
            if (length == Kind.ITEM.entryLength) {
                bytes.get(replica);
                item = readSix(bytes);
                bytes.getShort();
            }
            Kind kind = kind(instruction, length, bytes.remaining());
            long detail = switch (kind) {
                case OCCURRENCE -> bytes.getLong();
                case ATTACHMENT -> bytes.getInt(bytes.position() + 3);
                default -> 0;
            };
            EwsId id = new EwsId(kind, mailbox, folder, item, detail);
            return id.encode().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException | BufferUnderflowException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Kind kind(int instruction, int length, int remaining) {
        return switch (remaining) {
            case 8 -> Kind.OCCURRENCE;
            case 7 -> Kind.ATTACHMENT;
            default -> length == Kind.FOLDER.entryLength ? Kind.FOLDER : Kind.ITEM;
        };
    }

    private byte[] provider() {
        return bytes(mailbox.getMostSignificantBits() ^ 0x5A5A5A5A5A5A5A5AL, mailbox.getLeastSignificantBits());
    }

    private byte[] replica() {
        return bytes(mailbox.getLeastSignificantBits(), mailbox.getMostSignificantBits());
    }

    private static byte[] bytes(long first, long second) {
        return ByteBuffer.allocate(16).putLong(first).putLong(second).array();
    }

    static byte[] sixBytes(long number) {
        return Arrays.copyOfRange(ByteBuffer.allocate(8).putLong(number).array(), 2, 8);
    }

    private static long readSix(ByteBuffer bytes) {
        long number = 0;
        for (int i = 0; i < 6; i++) {
            number = number << 8 | bytes.get() & 0xFF;
        }
        return number;
    }
}
