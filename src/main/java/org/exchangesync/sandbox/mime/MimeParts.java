package org.exchangesync.sandbox.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.exchangesync.sandbox.xml.BinarySource;

/**
 * The header and the leaves of a MIME message, read leniently in one pass; contents are decoded again when asked for, so
 * that a message is in memory only once.
 */
final class MimeParts {
    /**
     * One leaf: its place in the order of leaves, its header, the size of its decoded content.
     *
     * @param text the content, if it is text and texts were asked for
     */
    record Part(
            int index,
            List<String[]> header,
            String mimeType,
            String charset,
            String multipart,
            long size,
            byte[] text) {
        Optional<String> field(String name) {
            return MimeText.first(header, name);
        }

        boolean isText(String subtype) {
            return mimeType.equals("text/" + subtype);
        }
    }

    private static final MimeConfig LENIENT = new MimeConfig.Builder()
            .setStrictParsing(false)
            .setMalformedHeaderStartsBody(false)
            .setMaxLineLen(-1)
            .setMaxHeaderCount(-1)
            .setMaxHeaderLen(-1)
            .setMaxContentLen(-1)
            .build();

    /** Walk over all leaves. */
    private static final int ALL = -1;
    /** Walk over the header only. */
    private static final int NONE = -2;

    private final BinarySource source;
    private final boolean texts;
    private final List<String[]> header = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    private MimeParts(BinarySource source, boolean texts) {
        this.source = source;
        this.texts = texts;
    }

    /** Header and leaves of a message. */
    static MimeParts of(BinarySource source) throws IOException, MimeException {
        MimeParts read = new MimeParts(source, false);
        read.walk(ALL);
        return read;
    }

    /** The same, with the contents of text leaves. */
    static MimeParts withTexts(BinarySource source) throws IOException, MimeException {
        MimeParts read = new MimeParts(source, true);
        read.walk(ALL);
        return read;
    }

    /** The header only. */
    static List<String[]> header(BinarySource source) throws IOException, MimeException {
        MimeParts read = new MimeParts(source, false);
        read.walk(NONE);
        return read.header;
    }

    /** The fields of the message itself, each name and unfolded raw text. */
    List<String[]> header() {
        return header;
    }

    List<Part> parts() {
        return parts;
    }

    /** The decoded content of a leaf. */
    byte[] content(Part part) throws IOException {
        return content(source, part.index());
    }

    /** The decoded content of a leaf of any message. */
    static byte[] content(BinarySource message, int index) throws IOException {
        try {
            byte[] found = new MimeParts(message, false).walk(index);
            return found == null ? new byte[0] : found;
        } catch (MimeException e) {
            throw new IOException("the message can no longer be read: " + e.getMessage(), e);
        }
    }

    /** Collects header and leaves, or returns the content of the wanted leaf and stops. */
    private byte[] walk(int wanted) throws IOException, MimeException {
        MimeTokenStream stream = new MimeTokenStream(LENIENT, DecodeMonitor.SILENT, null, null);
        stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
        Deque<String> multiparts = new ArrayDeque<>();
        List<String[]> current = header;
        int leaf = 0;
        try (InputStream in = source.open()) {
            stream.parse(in);
            for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
                switch (state) {
                    case T_END_HEADER -> {
                        if (wanted == NONE) {
                            return null;
                        }
                    }
                    case T_START_BODYPART -> current = new ArrayList<>();
                    case T_FIELD -> current.add(MimeText.field(stream.getField()));
                    case T_START_MULTIPART ->
                        multiparts.push(stream.getBodyDescriptor().getSubType().toLowerCase(Locale.ROOT));
                    case T_END_MULTIPART -> multiparts.pop();
                    case T_BODY -> {
                        if (wanted == leaf) {
                            return lenient(stream);
                        }
                        if (wanted == ALL) {
                            parts.add(part(stream, leaf, current, multiparts.peek()));
                        }
                        leaf++;
                    }
                    default -> {}
                }
            }
        }
        return null;
    }

    private Part part(MimeTokenStream stream, int index, List<String[]> header, String multipart) {
        BodyDescriptor body = stream.getBodyDescriptor();
        String mimeType = body.getMimeType().toLowerCase(Locale.ROOT);
        byte[] content = lenient(stream);
        return new Part(
                index,
                List.copyOf(header),
                mimeType,
                body.getCharset(),
                multipart == null ? "" : multipart,
                content.length,
                texts && mimeType.startsWith("text/") ? content : null);
    }

    /** What can be decoded of a leaf: damaged transfer encodings end it early, as mail programs do. */
    private static byte[] lenient(MimeTokenStream stream) {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (InputStream in = stream.getDecodedInputStream()) {
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes.write(buffer, 0, n);
            }
        } catch (IOException e) {
            return bytes.toByteArray();
        }
        return bytes.toByteArray();
    }

    static BinarySource source(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }
}
