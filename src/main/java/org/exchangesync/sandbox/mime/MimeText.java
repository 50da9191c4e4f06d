package org.exchangesync.sandbox.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.stream.Field;

/** Text of message headers and bodies, as lenient as the mail that is really out there. */
final class MimeText {
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([\\w*-]+)\\s*=\\s*(\"((?:[^\"\\\\]|\\\\.)*)\"|[^;\\s]*)");
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .parseLenient()
            .appendPattern("[EEE[,] ]d MMM ")
            .appendValueReduced(ChronoField.YEAR, 2, 4, 1970)
            .appendPattern(" H:mm[:ss][ ][XX][zzz]")
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter(Locale.ROOT);

    private MimeText() {}

    /** Name and unfolded text of a field; bytes above 127 are read as UTF-8, else as Windows-1252. */
    static String[] field(Field field) {
        byte[] raw = field.getRaw().toByteArray();
        String line = text(raw, null).replaceAll("\\r?\\n(?=[ \\t])", "").strip();
        int colon = line.indexOf(':');
        return colon < 0
                ? new String[] {field.getName(), ""}
                : new String[] {
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip()
                };
    }

    /** The text of the first field of that name, encoded words as they are. */
    static Optional<String> first(List<String[]> header, String name) {
        return header.stream()
                .filter(f -> f[0].equalsIgnoreCase(name))
                .map(f -> f[1])
                .findFirst();
    }

    /** Text with its encoded words decoded. */
    static String decoded(String text) {
        try {
            return DecoderUtil.decodeEncodedWords(text, DecodeMonitor.SILENT, StandardCharsets.UTF_8)
                    .replaceAll("[\\r\\n]+", " ");
        } catch (IllegalArgumentException e) {
            return text; // an encoded word of an unknown charset stays as it was sent
        }
    }

    /** Text of bytes: in the named charset, else UTF-8 when they are that, else Windows-1252. */
    static String text(byte[] bytes, String charset) {
        if (charset != null && !charset.equalsIgnoreCase("us-ascii")) {
            try {
                return new String(bytes, Charset.forName(charset));
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                // guessed below, as for a message that names none
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, Charset.forName("windows-1252"));
        }
    }

    /** A parameter of a structured field, also in the continued and encoded forms of RFC 2231. */
    static Optional<String> parameter(String field, String name) {
        Map<String, String> found = new java.util.TreeMap<>();
        Matcher matcher = PARAMETER.matcher(field);
        while (matcher.find()) {
            String key = matcher.group(1).toLowerCase(Locale.ROOT);
            if (key.equals(name) || key.startsWith(name + "*")) {
                String quoted = matcher.group(3);
                found.put(key, quoted == null ? matcher.group(2) : quoted.replaceAll("\\\\(.)", "$1"));
            }
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.containsKey(name)) {
            return Optional.of(decoded(found.get(name)));
        }
        return Optional.of(rfc2231(found));
    }

    private static String rfc2231(Map<String, String> segments) {
        StringBuilder value = new StringBuilder();
        boolean encoded = false;
        for (Map.Entry<String, String> segment : segments.entrySet()) {
            encoded |= segment.getKey().endsWith("*");
            value.append(segment.getValue());
        }
        String[] pieces = value.toString().split("'", 3);
        return encoded && pieces.length == 3 ? percent(pieces[2], pieces[0]) : value.toString();
    }

    private static String percent(String text, String charset) {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%'
                    && i + 2 < text.length()
                    && text.substring(i + 1, i + 3).matches("[0-9A-Fa-f]{2}")) {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return text(bytes.toByteArray(), charset.isEmpty() ? null : charset);
    }

    /** The date of a Date field, empty when it can't be read. */
    static Optional<Instant> date(String field) {
        String text =
                field.replaceAll("\\([^)]*\\)", " ").replaceAll("\\s+", " ").strip();
        try {
            return Optional.of(OffsetDateTime.from(DATE.parse(text)).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
