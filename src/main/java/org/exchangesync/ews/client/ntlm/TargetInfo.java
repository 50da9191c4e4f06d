package org.exchangesync.ews.client.ntlm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a server says about itself in its challenge, and what the client adds to it: attributes by number.
 *
 * @see <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/83f5e789-660d-4781-8491-5f8c6641f75e">AV_PAIR
 *     </a>
 */
final class TargetInfo {
    private static final int END = 0;
    private static final int FLAGS = 6;
    private static final int TIMESTAMP = 7;
    private static final int TARGET_NAME = 9;
    private static final int CHANNEL_BINDINGS = 10;
    /** The flag that says that the client's message has a check value over all three messages. */
    private static final byte HAS_CHECK = 2;

    private final Map<Integer, byte[]> attributes = new LinkedHashMap<>();

    /** @throws NtlmException if the bytes are no attributes */
    TargetInfo(byte[] bytes) throws NtlmException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= 4) {
            int id = in.getShort() & 0xffff;
            int length = in.getShort() & 0xffff;
            if (id == END) {
                return;
            }
            if (length > in.remaining()) {
                throw new NtlmException(
                        "the server's NTLM challenge is damaged: attribute " + id + " goes beyond its end");
            }
            byte[] value = new byte[length];
            in.get(value);
            attributes.put(id, value);
        }
    }

    /** The server's time, or null from servers that don't tell it. */
    byte[] timestamp() {
        byte[] time = attributes.get(TIMESTAMP);
        return time == null || time.length != 8 ? null : time;
    }

    /** Says that there is a check value over all messages. */
    void promiseCheck() {
        byte[] flags = attributes.getOrDefault(FLAGS, new byte[4]).clone();
        flags[0] |= HAS_CHECK;
        attributes.put(FLAGS, flags);
    }

    /** Names the service, and the TLS connection over which it is spoken to. */
    void bind(String service, byte[] channel) {
        attributes.put(TARGET_NAME, service.getBytes(StandardCharsets.UTF_16LE));
        attributes.put(CHANNEL_BINDINGS, channel);
    }

    byte[] toBytes() {
        int size = attributes.values().stream().mapToInt(v -> 4 + v.length).sum() + 4;
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        attributes.forEach((id, value) ->
                out.putShort(id.shortValue()).putShort((short) value.length).put(value));
        return out.array(); // ends with the four zeros of the end
    }
}
