package org.exchangesync.ews.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.exchangesync.item.Content;
import org.exchangesync.transport.TransportException;

/**
 * The contents that were cut out of one answer. In the answer's XML a token stands for each; no Base64 text can be
 * mistaken for one. Used by one thread at a time.
 */
final class CutContents implements AutoCloseable {
    private static final String TOKEN = "cut:";
    /** So much of one answer stays in memory, twice what is asked for at once; more goes to files, however small. */
    private static final long MEMORY = 32 << 20;

    private final ContentSpool spool;
    private final List<ContentSink.Result> results = new ArrayList<>();
    private final List<Boolean> taken = new ArrayList<>();
    private final ByteBuilder buffer = new ByteBuilder(8 << 10);
    private ContentSink open;
    private long inMemory;

    CutContents(ContentSpool spool) {
        this.spool = spool;
    }

    ContentSink sink() {
        ContentSpool rest = inMemory < MEMORY ? spool : new ContentSpool(0, spool.directory(), spool.limit());
        open = new ContentSink(rest, buffer);
        return open;
    }

    /** Keeps a finished content and returns its token. */
    String add(ContentSink sink) {
        open = null;
        ContentSink.Result result = sink.finish();
        results.add(result);
        inMemory += result.content() == null || result.content().isSpooled()
                ? 0
                : result.content().size();
        taken.add(false);
        return TOKEN + (results.size() - 1);
    }

    /**
     * The content that a token stands for, or the decoded text where the answer's reader left it in place. It belongs to
     * the caller from now on.
     *
     * @throws EwsFault if the content is damaged or too large; the rest of the answer is not affected
     */
    Content take(String text) {
        if (!text.startsWith(TOKEN)) {
            return inline(text);
        }
        int index = index(text);
        if (index < 0 || index >= results.size()) {
            throw flaw(EwsFault.BAD_BASE64, "it begins with " + TOKEN, null);
        }
        ContentSink.Result result = results.get(index);
        if (result.flaw() != null) {
            throw flaw(result.flawCode(), result.flaw(), null);
        }
        if (taken.get(index)) {
            throw flaw(EwsFault.BAD_BASE64, "it is named a second time, where no content stands", null);
        }
        taken.set(index, true);
        return result.content();
    }

    private int index(String token) {
        try {
            return Integer.parseInt(token, TOKEN.length(), token.length(), 10);
        } catch (NumberFormatException more) {
            throw flaw(EwsFault.BAD_BASE64, "other text stands beside the Base64 text", more);
        }
    }

    /** Decodes Base64 text that stands in the XML. */
    static Content inline(String text) {
        try {
            byte[] base64 = text.replaceAll("[ \t\r\n]", "").getBytes(StandardCharsets.ISO_8859_1);
            return Content.of(ContentSink.exact(ContentSink.decode(base64, base64.length)));
        } catch (IllegalArgumentException noBase64) {
            throw flaw(EwsFault.BAD_BASE64, noBase64.getMessage(), noBase64);
        }
    }

    private static EwsFault flaw(String code, String why, Throwable cause) {
        String text =
                code.equals(TransportException.LIMIT) ? "The content can't be taken: " : "The content is no Base64: ";
        return new EwsFault(code, text + why, cause);
    }

    /** Frees what nobody took. */
    @Override
    public void close() {
        if (open != null) {
            open.discard();
            open = null;
        }
        for (int i = 0; i < results.size(); i++) {
            if (!taken.get(i) && results.get(i).content() != null) {
                results.get(i).content().close();
                taken.set(i, true);
            }
        }
    }
}
