package org.exchangesync.ews.client;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Arrays;

/**
 * An answer on its way to the XML reader: the bulk ({@code MimeContent}, attachment {@code Content}) is cut out of the
 * bytes and decoded beside, all limits are held, and what may not be in an answer (DTDs, entities of its own, other
 * encodings) ends it. Most of an answer's bytes are bulk, and an XML reader spends ten times as much on them as this scan.
 *
 * <p>Works on bytes, which is right for every encoding in which markup looks like ASCII; others are refused. Every state
 * survives the end of a buffer. What is not well-formed is passed on: the XML reader says it better.
 */
final class AnswerStream extends InputStream {
    private static final int TEXT = 0;
    private static final int ENTITY = 1;
    private static final int MARKUP = 2;
    private static final int TAG = 3;
    private static final int COMMENT = 4;
    private static final int CDATA = 5;
    private static final int INSTRUCTION = 6;
    private static final byte[] CDATA_START = Ascii.bytes("<![CDATA[");
    private static final byte[] CDATA_END = Ascii.bytes("]]>");

    private final InputStream in;
    private final CutContents contents;
    private final AnswerBudget budget;
    private final ElementStack elements;

    private final byte[] block = new byte[32 << 10];
    private final CleanXml out = new CleanXml();

    private int state = TEXT;
    /** The tag, entity or start of markup that is being collected. */
    private final ByteBuilder pending = new ByteBuilder(1024);

    private byte quote;
    private int closing;
    private boolean begun;
    /** Where the text of the current element goes while it is bulk. */
    private ContentSink bulk;

    private int bulkDepth;

    AnswerStream(InputStream in, EwsLimits limits, CutContents contents, Clock clock) {
        this.in = in;
        this.contents = contents;
        this.budget = new AnswerBudget(limits, clock);
        this.elements = new ElementStack(budget);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int n = read(one, 0, 1);
        return n < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (out.isEmpty()) {
            out.clear();
            if (!advance()) {
                return -1;
            }
        }
        return out.read(target, offset, length);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean advance() throws IOException {
        int n = in.read(block, 0, block.length);
        if (n < 0) {
            boolean collected = pending.length() > 0;
            out.append(pending);
            pending.clear();
            return collected;
        }
        if (!begun && n > 0) {
            begun = true;
            refuseWideEncodings(n);
        }
        budget.came(n);
        for (int i = 0; i < n; ) {
            i = step(i, n);
        }
        budget.looked();
        return true;
    }

    /** Consumes bytes of the block from {@code i} on and returns where it stopped. */
    private int step(int i, int end) {
        return switch (state) {
            case TEXT -> text(i, end);
            case ENTITY -> entity(i);
            case MARKUP -> markup(i);
            case TAG -> tag(i, end);
            case CDATA -> cdata(i, end);
            default -> skipped(i, end);
        };
    }

    private int text(int start, int end) {
        int i = bulk != null ? Ascii.markup(block, start, end) : plain(start, end);
        character(block, start, i - start);
        if (i == end) {
            return i;
        }
        if (block[i] == '<' || block[i] == '&') {
            state = block[i] == '<' ? MARKUP : ENTITY;
            pending.clear();
            pending.append(block[i]);
        } else {
            reference(0xFFFD);
        }
        return i + 1;
    }

    private int plain(int start, int end) {
        int i = start;
        while (i < end) {
            byte b = block[i];
            if (b == '<' || b == '&' || (b >= 0 && b < ' ' && !Ascii.isSpace(b))) {
                break;
            }
            i++;
        }
        return i;
    }

    /** Text of the document, or of the content that is being cut. */
    private void character(byte[] from, int offset, int length) {
        if (bulk != null) {
            budget.cut(length);
            bulk.append(from, offset, length);
        } else if (length > 0) {
            budget.text(length);
            out.append(from, offset, length);
        }
    }

    /** A character by its number. */
    private void reference(int codePoint) {
        if (bulk != null) {
            bulk.append(codePoint < 0x80 ? (byte) codePoint : (byte) '?');
        } else {
            byte[] safe = CleanXml.reference(codePoint);
            character(safe, 0, safe.length);
        }
    }

    private int entity(int i) {
        byte b = block[i];
        boolean name = b == '#' || Ascii.isLetterOrDigit(b);
        if (name && pending.length() < CleanXml.LONGEST_ENTITY) {
            pending.append(b);
            return i + 1;
        }
        state = TEXT;
        if (b != ';') {
            character(pending.array(), 0, pending.length());
            pending.clear();
            return i;
        }
        int codePoint = CleanXml.resolve(pending.array(), 1, pending.length());
        pending.clear();
        reference(codePoint);
        return i + 1;
    }

    /** After {@code <}: what kind of markup is this? */
    private int markup(int i) {
        byte b = block[i];
        if (pending.length() == 1 && b != '!' && b != '?') {
            state = TAG;
            quote = 0;
            return i;
        }
        pending.append(b);
        if (pending.length() == 2 && b == '?') {
            state = INSTRUCTION;
            closing = 0;
        } else if (pending.startsWith("<!--")) {
            state = COMMENT;
            closing = 0;
            pending.clear();
        } else if (pending.length() == CDATA_START.length && pending.startsWith("<![CDATA[")) {
            state = CDATA;
            closing = 0;
            pending.clear();
            if (bulk == null) {
                out.append(CDATA_START, 0, CDATA_START.length);
            }
        } else if (!"<!--".startsWith(pending.toString()) && !"<![CDATA[".startsWith(pending.toString())) {
            throw CleanXml.refused("has a document type or other declaration");
        }
        return i + 1;
    }

    private int tag(int start, int end) {
        int i = start;
        while (i < end) {
            byte b = block[i++];
            if (quote != 0) {
                if (b == quote) {
                    quote = 0;
                }
            } else if (b == '"' || b == '\'') {
                quote = b;
            } else if (b == '>') {
                pending.append(block, start, i - start);
                budget.tag(pending.length());
                state = TEXT;
                budget.textEnds();
                tagComplete();
                pending.clear();
                return i;
            }
        }
        pending.append(block, start, i - start);
        budget.tag(pending.length());
        return i;
    }

    private void tagComplete() {
        boolean opensBulk = elements.tag(pending.array(), pending.length());
        if (bulk != null && elements.depth() >= bulkDepth) {
            bulk.spoil("an element stands inside the content");
            return;
        }
        if (bulk != null) {
            out.append(Ascii.bytes(contents.add(bulk)));
            bulk = null;
        }
        out.tag(pending.array(), pending.length());
        if (opensBulk) {
            bulk = contents.sink();
            bulkDepth = elements.depth();
        }
    }

    private int cdata(int start, int end) {
        for (int i = start; i < end; i++) {
            byte b = block[i];
            if (b == CDATA_END[Math.min(closing, 2)]) {
                closing++;
                if (closing == 3) {
                    state = TEXT;
                    if (bulk == null) {
                        out.append(CDATA_END, 0, 3);
                    }
                    return i + 1;
                }
                continue;
            }
            if (closing == 2 && b == ']') {
                inCdata((byte) ']');
                continue;
            }
            for (; closing > 0; closing--) {
                inCdata((byte) ']');
            }
            inCdata(CleanXml.clean(b));
        }
        return end;
    }

    private void inCdata(byte b) {
        if (bulk != null) {
            budget.cut(1);
            bulk.append(b);
        } else {
            budget.text(1);
            out.append(b);
        }
    }

    /** Comments and processing instructions say nothing to us; only the XML declaration goes on. */
    private int skipped(int i, int end) {
        byte b = block[i];
        if (state == INSTRUCTION) {
            pending.append(b);
            budget.tag(pending.length());
            if (b == '>' && pending.endsWith("?>")) {
                instructionComplete();
            }
        } else if (b == '-') {
            closing = Math.min(2, closing + 1);
        } else if (b == '>' && closing == 2) {
            state = TEXT;
        } else {
            closing = 0;
        }
        return i + 1;
    }

    private void instructionComplete() {
        state = TEXT;
        if (elements.depth() == 0 && pending.startsWith("<?xml ")) {
            String declaration = pending.toString();
            if (!Ascii.declaresUsableEncoding(declaration)) {
                throw CleanXml.refused("is in an encoding that isn't allowed: " + declaration);
            }
            out.append(pending);
        }
        pending.clear();
    }

    private void refuseWideEncodings(int n) {
        int first = block[0] & 0xff;
        if (first == 0 || first == 0xFE || first == 0xFF || (n > 1 && block[1] == 0)) {
            throw CleanXml.refused("is in UTF-16 or UTF-32: " + Arrays.toString(Arrays.copyOf(block, Math.min(4, n))));
        }
    }
}
