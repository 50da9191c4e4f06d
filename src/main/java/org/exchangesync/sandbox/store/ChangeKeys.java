package org.exchangesync.sandbox.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.UUID;

/** Change keys in the form of a real server: type of object, then the replica and number of the change, in base64. */
final class ChangeKeys {
    private ChangeKeys() {}

    static String of(int objectType, UUID replica, long change) {
        ByteBuffer bytes = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(objectType).putInt(22);
        bytes.putLong(replica.getLeastSignificantBits()).putLong(replica.getMostSignificantBits());
        bytes.put(EwsId.sixBytes(change));
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
