package org.exchangesync.sandbox.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.http.Wire;

/**
 * Where things stand in an answer. Found by writing it to nowhere first, because an answer may be larger than the memory.
 *
 * @param length bytes of the whole document
 * @param contents the base64 of MimeContent and attachment Content elements, those without any left out
 * @param response where the content of the first response message begins, below zero where there is none
 */
record Layout(long length, List<Range> contents, long response) {
    /** Bytes of a document: from the first one until before the last one. */
    record Range(long from, long to) {}

    static Layout of(Reply.Content document) throws IOException {
        Scanner scanner = new Scanner();
        try {
            document.writeTo(scanner);
        } catch (Wire.EndsHere e) {
            return scanner.layout(); // another fault cuts it there
        }
        return scanner.layout();
    }

    /** Looks at tags only; what the sandbox writes has neither comments nor sections of character data. */
    private static final class Scanner extends OutputStream {
        private static final int LONGEST_NAME = 64;

        private final List<Range> contents = new ArrayList<>();
        private final byte[] tag = new byte[LONGEST_NAME];
        private int tagLength = -1;
        private int lastInTag;
        private long position;
        private long contentFrom = -1;
        private long response = -1;

        @Override
        public void write(int b) {
            position++;
            if (b == '<') {
                if (contentFrom >= 0 && position - 1 > contentFrom) {
                    contents.add(new Range(contentFrom, position - 1));
                }
                contentFrom = -1;
                tagLength = 0;
            } else if (tagLength >= 0 && b == '>') {
                endOfTag();
                tagLength = -1;
            } else if (tagLength >= 0) {
                if (tagLength < LONGEST_NAME) {
                    tag[tagLength++] = (byte) b;
                }
                lastInTag = b;
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                write(bytes[i] & 0xFF);
            }
        }

        private Layout layout() {
            return new Layout(position, List.copyOf(contents), response);
        }

        private void endOfTag() {
            String name = new String(tag, 0, tagLength, StandardCharsets.ISO_8859_1).split("[ /]", 2)[0];
            if (lastInTag == '/') {
                return;
            }
            if (name.equals("t:MimeContent") || name.equals("t:Content")) {
                contentFrom = position;
            } else if (name.endsWith("ResponseMessage") && response < 0) {
                response = position;
            }
        }
    }
}
