package org.exchangesync.sandbox.calendar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.exchangesync.sandbox.property.ExtendedKey;

/**
 * The MAPI properties in which a server keeps the UID of an appointment. Clients search for appointments by them, because
 * the UID itself can't be searched for.
 *
 * <p>Source: <a href="https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal/">MS-OXOCAL,
 * PidLidGlobalObjectId and PidLidCleanGlobalObjectId</a>.
 */
public final class GlobalObjectIds {
    private static final String MEETING_SET = "named:6ed8da90-450b-101b-98da-00aa003f1305:#";
    private static final Set<String> NAMES = Set.of(MEETING_SET + 0x03 + ":Binary", MEETING_SET + 0x23 + ":Binary");
    private static final String CLASS_ID = "040000008200e00074c5b7101a82e008";
    private static final int EXCEPTION_DATE = 16;
    private static final int DATA_SIZE = 36;
    private static final int DATA = 40;
    private static final byte[] FOREIGN = "vCal-Uid\u0001\0\0\0".getBytes(StandardCharsets.US_ASCII);

    private GlobalObjectIds() {}

    /** Whether a property is one of the two. */
    public static boolean isOne(ExtendedKey key) {
        return NAMES.contains(key.key());
    }

    /** Its value for a UID, in Base64. */
    public static String ofUid(String uid) {
        String hex = uid.toLowerCase(Locale.ROOT);
        byte[] id =
                hex.matches(CLASS_ID + "([0-9a-f]{2}){24,}") ? HexFormat.of().parseHex(hex) : foreign(uid);
        ByteBuffer.wrap(id).putInt(EXCEPTION_DATE, 0);
        return Base64.getEncoder().encodeToString(id);
    }

    private static byte[] foreign(String uid) {
        byte[] text = uid.getBytes(StandardCharsets.UTF_8);
        int size = FOREIGN.length + text.length + 1;
        ByteBuffer id = ByteBuffer.allocate(DATA + size).order(ByteOrder.LITTLE_ENDIAN);
        id.put(HexFormat.of().parseHex(CLASS_ID));
        id.putInt(DATA_SIZE, size);
        id.position(DATA);
        id.put(FOREIGN).put(text);
        return id.array();
    }
}
