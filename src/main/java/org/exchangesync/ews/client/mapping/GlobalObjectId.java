package org.exchangesync.ews.client.mapping;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.exchangesync.ews.client.types.PathToExtendedFieldType;

/**
 * The property under which Exchange keeps the UID of an appointment, in the form that is the same for a series and all its
 * occurrences. UIDs made by Exchange are this property in hexadecimal; those of others stand in it behind a mark.
 *
 * @see <a href="https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal/">MS-OXOCAL:
 *     PidLidCleanGlobalObjectId</a>
 */
public final class GlobalObjectId {
    private static final String OWN = "040000008200e00074c5b7101a82e008";
    private static final byte[] MARK = "vCal-Uid\u0001\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    /** Behind the class id: the occurrence's date, the time of creation, nothing. */
    private static final int DATE = 4;

    private static final int CREATION_AND_RESERVED = 16;
    private static final int DATE_FROM = 16;

    private GlobalObjectId() {}

    /** The property's name in requests. */
    public static PathToExtendedFieldType path() {
        return Paths.numbered("Meeting", 0x23, "Binary");
    }

    /** The property's value for a UID, in Base64. */
    public static String ofUid(String uid) {
        String hex = uid.strip().toLowerCase(Locale.ROOT);
        return Base64.getEncoder()
                .encodeToString(hex.startsWith(OWN) && isHex(hex) ? withoutDate(hex) : foreign(uid.strip()));
    }

    private static boolean isHex(String text) {
        return text.length() % 2 == 0 && text.length() >= 2 * (DATE_FROM + DATE) && text.matches("[0-9a-f]+");
    }

    private static byte[] withoutDate(String hex) {
        byte[] id = HexFormat.of().parseHex(hex);
        for (int i = DATE_FROM; i < DATE_FROM + DATE; i++) {
            id[i] = 0;
        }
        return id;
    }

    private static byte[] foreign(String uid) {
        byte[] text = uid.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream id = new ByteArrayOutputStream();
        id.writeBytes(HexFormat.of().parseHex(OWN));
        id.writeBytes(new byte[DATE + CREATION_AND_RESERVED]);
        id.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MARK.length + text.length + 1)
                .array());
        id.writeBytes(MARK);
        id.writeBytes(text);
        id.write(0);
        return id.toByteArray();
    }
}
