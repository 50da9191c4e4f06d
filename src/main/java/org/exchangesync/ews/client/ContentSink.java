package org.exchangesync.ews.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.exchangesync.item.Content;
import org.exchangesync.transport.TransportException;

/**
 * Takes the Base64 text of one content and makes bytes of it, in memory below the threshold and in a spool file above.
 * Damage spoils this content only: {@link #finish} then tells what is wrong instead of giving bytes.
 *
 * <p>The basic decoder comes first because servers write Base64 without white space; white space is taken out only when it
 * refuses. The MIME decoder would skip damage silently.
 */
final class ContentSink {
    private static final int CHUNK = 64 << 10;

    private final ContentSpool spool;
    private final ByteBuilder text;
    private Path file;
    private OutputStream spooled;
    private long decoded;
    private boolean padded;
    private String flaw;
    private String flawCode;

    /** @param text an empty buffer, returned by {@link #finish} for the next content */
    ContentSink(ContentSpool spool, ByteBuilder text) {
        this.spool = spool;
        this.text = text;
        text.clear();
    }

    /** What became of a content: either the bytes, or why there are none. */
    record Result(Content content, String flawCode, String flaw) {}

    void append(byte b) {
        if (flaw == null) {
            text.append(b);
            overflow();
        }
    }

    void append(byte[] from, int offset, int length) {
        if (flaw == null) {
            text.append(from, offset, length);
            overflow();
        }
    }

    /** Declares the content damaged; what comes after is dropped. */
    void spoil(String why) {
        spoil(EwsFault.BAD_BASE64, why);
    }

    private void spoil(String code, String why) {
        if (flaw == null) {
            flaw = why;
            flawCode = code;
        }
        text.clear();
    }

    Result finish() {
        if (flaw == null && spooled == null && spool.threshold() == 0 && text.length() > 0) {
            openFile();
        }
        if (flaw == null && spooled != null) {
            decodeChunk(true);
        }
        if (spooled != null) {
            closeFile();
        }
        if (flaw != null) {
            discard();
            return new Result(null, flawCode, flaw);
        }
        if (file != null) {
            return spooledResult();
        }
        try {
            byte[] bytes = decodeAll();
            return bytes.length > spool.limit()
                    ? new Result(null, TransportException.LIMIT, tooLarge())
                    : new Result(Content.of(bytes), null, null);
        } catch (IllegalArgumentException noBase64) {
            return new Result(null, EwsFault.BAD_BASE64, noBase64.getMessage());
        }
    }

    private Result spooledResult() {
        try {
            return new Result(Content.spooled(file), null, null);
        } catch (IOException e) {
            throw cannotSpool(e);
        }
    }

    private byte[] decodeAll() {
        try {
            return exact(decode(text.array(), text.length()));
        } catch (IllegalArgumentException mayBeWhiteSpace) {
            stripWhiteSpace();
            return exact(decode(text.array(), text.length()));
        }
    }

    /** The decoder forgives missing padding; we don't, because that is what text cut at its end looks like. */
    static ByteBuffer decode(byte[] base64, int length) {
        if (length % 4 != 0) {
            throw new IllegalArgumentException("its length, " + length + ", is no multiple of four");
        }
        return Base64.getDecoder().decode(ByteBuffer.wrap(base64, 0, length));
    }

    static byte[] exact(ByteBuffer bytes) {
        return bytes.limit() == bytes.array().length ? bytes.array() : Arrays.copyOf(bytes.array(), bytes.limit());
    }

    private void stripWhiteSpace() {
        byte[] bytes = text.array();
        int kept = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!Ascii.isSpace(bytes[i])) {
                bytes[kept++] = bytes[i];
            }
        }
        text.truncate(kept);
    }

    private void overflow() {
        boolean full = spooled == null ? text.length() / 4 > spool.threshold() / 3 + CHUNK / 4 : text.length() > CHUNK;
        if (full) {
            if (spooled == null) {
                openFile();
            }
            decodeChunk(false);
        }
    }

    /** Writes whole groups of four characters; what is left over waits for more. */
    private void decodeChunk(boolean last) {
        stripWhiteSpace();
        int ready = last ? text.length() : text.length() & ~3;
        if (ready == 0) {
            return;
        }
        if (padded) {
            spoil("there is more after the padding at the end of the Base64 text");
            return;
        }
        try {
            ByteBuffer bytes = decode(text.array(), ready);
            padded = text.array()[ready - 1] == '=';
            decoded += bytes.limit();
            if (decoded > spool.limit()) {
                spoil(TransportException.LIMIT, tooLarge());
                return;
            }
            spooled.write(bytes.array(), 0, bytes.limit());
        } catch (IllegalArgumentException noBase64) {
            spoil(noBase64.getMessage());
            return;
        } catch (IOException e) {
            throw cannotSpool(e);
        }
        int left = text.length() - ready;
        System.arraycopy(text.array(), ready, text.array(), 0, left);
        text.truncate(left);
    }

    private String tooLarge() {
        return "it is larger than " + spool.limit() + " bytes, which is the limit";
    }

    private void openFile() {
        try {
            Files.createDirectories(spool.directory());
            file = Files.createTempFile(spool.directory(), "ews-", ".spool");
            spooled = Files.newOutputStream(file);
        } catch (IOException e) {
            throw cannotSpool(e);
        }
    }

    private void closeFile() {
        try {
            spooled.close();
        } catch (IOException e) {
            throw cannotSpool(e);
        }
    }

    /** Removes what was written, for a content that won't be used. */
    void discard() {
        if (file != null) {
            try {
                spooled.close();
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw cannotSpool(e);
            }
            file = null;
        }
    }

    private EwsFault cannotSpool(IOException e) {
        return new EwsFault(
                TransportException.CONFIGURATION,
                "Cannot write a large content to the spool directory " + spool.directory() + " (" + e.getMessage()
                        + "). See that it exists, is writable and has room.",
                e);
    }
}
