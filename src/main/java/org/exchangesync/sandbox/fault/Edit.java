package org.exchangesync.sandbox.fault;

import java.nio.charset.StandardCharsets;

/**
 * A place in a document where it is to be changed.
 *
 * @param at so many bytes come before it
 * @param drop so many bytes are left out there
 * @param insert these are put in their place
 * @param times so often
 * @param last whether the document ends there
 */
record Edit(long at, long drop, byte[] insert, long times, boolean last) {
    static Edit insert(long at, byte... bytes) {
        return new Edit(at, 0, bytes, 1, false);
    }

    static Edit insert(long at, String ascii) {
        return repeat(at, ascii, 1);
    }

    static Edit repeat(long at, String ascii, long times) {
        return new Edit(at, 0, ascii.getBytes(StandardCharsets.US_ASCII), times, false);
    }

    static Edit drop(long at, long bytes) {
        return new Edit(at, bytes, new byte[0], 1, false);
    }

    static Edit end(long at) {
        return new Edit(at, 0, new byte[0], 0, true);
    }
}
