package org.exchangesync.item.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.exchangesync.item.Content;

/**
 * Walks through the parts of one message and hands their contents to a collector. Multiparts that name no boundary, or one
 * that doesn't occur, are divided at the first line that looks like one.
 */
final class MimeWalk {
    private static final int SEARCHED_FOR_BOUNDARY = 16 << 10;
    private static final Pattern BOUNDARY_LINE = Pattern.compile(
            "^--([\\x21-\\x7e][\\x20-\\x7e]{0,99}?)[ \\t]*\\r?\\n(?:Content-|\\r?\\n)",
            Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
    private static final MimeConfig CONFIG = MimeConfig.custom()
            .setMaxLineLen(-1) // the guard limits headers, and bodies aren't read by lines
            .setMaxHeaderCount(-1)
            .setMaxHeaderLen(-1)
            .build();

    private final MimeLimits limits;
    private final PartCollector parts;
    private int count;

    /** One multipart under way. */
    private static final class Level {
        private Part part;
        private Content preamble;
        private boolean divided;
    }

    MimeWalk(MimeLimits limits, PartCollector parts) {
        this.limits = limits;
        this.parts = parts;
    }

    /** Reads a message with its header. */
    void message(InputStream in, MessageFields fields) throws IOException, MimeException, UnreadableMimeException {
        MimeTokenStream tokens = tokens(PartHeader.outermost(fields, limits.depth()));
        HeaderGuard guard = new HeaderGuard(in);
        tokens.parse(guard);
        walk(tokens, guard, true);
    }

    private static MimeTokenStream tokens(PartHeader header) {
        MimeTokenStream tokens = new MimeTokenStream(CONFIG, DecodeMonitor.SILENT, header);
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        return tokens;
    }

    private void walk(MimeTokenStream tokens, HeaderGuard guard, boolean salvage)
            throws IOException, MimeException, UnreadableMimeException {
        Deque<Level> levels = new ArrayDeque<>();
        try {
            for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
                switch (state) {
                    case T_START_HEADER -> guard.header(limits.headerBytes());
                    case T_END_HEADER -> guard.body();
                    case T_START_BODYPART -> bodyPart(levels);
                    case T_START_MULTIPART -> {
                        levels.push(new Level());
                        levels.peek().part = (Part) tokens.getBodyDescriptor();
                    }
                    case T_PREAMBLE -> levels.peek().preamble = parts.read(tokens.getInputStream());
                    case T_END_MULTIPART -> endOfMultipart(levels.pop(), salvage);
                    case T_BODY -> body((Part) tokens.getBodyDescriptor(), tokens);
                    default -> {}
                }
            }
        } finally {
            levels.forEach(MimeWalk::freePreamble);
        }
    }

    private void bodyPart(Deque<Level> levels) throws UnreadableMimeException {
        if (++count > limits.parts()) {
            throw new UnreadableMimeException(
                    UnreadableMimeException.LIMIT,
                    "The message has more than " + limits.parts()
                            + " parts. Where such mail is meant to come, raise the" + " limit of parts and replay it.",
                    null);
        }
        Level level = levels.peek();
        if (level != null) {
            level.divided = true;
            freePreamble(level);
        }
    }

    private static void freePreamble(Level level) {
        if (level.preamble != null) {
            level.preamble.close();
            level.preamble = null;
        }
    }

    private void endOfMultipart(Level level, boolean salvage)
            throws IOException, MimeException, UnreadableMimeException {
        try {
            if (!level.divided && level.preamble != null && level.preamble.size() > 0) {
                undivided(level.part, level.preamble, salvage);
            }
        } finally {
            freePreamble(level);
        }
    }

    private void body(Part part, MimeTokenStream tokens) throws IOException, MimeException, UnreadableMimeException {
        InputStream decoded = part.isBase64()
                ? new LenientBase64InputStream(tokens.getInputStream())
                : tokens.getDecodedInputStream();
        if (!part.undivided()) {
            parts.add(part, decoded);
            return;
        }
        try (Content content = parts.read(decoded)) {
            undivided(part, content, true);
        }
    }

    /** A multipart without a usable boundary: divided by the one that it seems to have, else taken as text. */
    private void undivided(Part part, Content content, boolean salvage)
            throws IOException, MimeException, UnreadableMimeException {
        String boundary = salvage ? boundaryIn(content) : null;
        try (InputStream in = content.open()) {
            if (boundary == null) {
                parts.add(part.asText(), in);
                return;
            }
            MimeTokenStream tokens = tokens(PartHeader.outermost(null, limits.depth() - part.depth()));
            HeaderGuard guard = new HeaderGuard(in);
            tokens.parseHeadless(guard, part.mimeType() + "; boundary=\"" + boundary.replace("\"", "\\\"") + "\"");
            walk(tokens, guard, false);
        }
    }

    private static String boundaryIn(Content content) throws IOException {
        try (InputStream in = content.open()) {
            String start = new String(in.readNBytes(SEARCHED_FOR_BOUNDARY), StandardCharsets.ISO_8859_1);
            Matcher line = BOUNDARY_LINE.matcher(start);
            return line.find() ? line.group(1) : null;
        }
    }
}
