package org.exchangesync.sandbox.fill;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Puts a mail of the demo data together, byte by byte, as mail programs of many lands and years do. */
final class DemoMail {
    /** A part of a multipart mail: its header lines and encoded content. */
    private record Part(List<String> header, byte[] content) {}

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ROOT);

    private final Charset charset;
    private final List<String> header = new ArrayList<>();
    private final List<Part> related = new ArrayList<>();
    private final List<Part> attachments = new ArrayList<>();
    private Part text;
    private Part html;

    DemoMail(Charset charset) {
        this.charset = charset;
    }

    DemoMail field(String name, String value) {
        header.add(name + ": " + value);
        return this;
    }

    DemoMail from(DemoPerson person) {
        return field("From", address(person));
    }

    DemoMail people(String name, List<DemoPerson> people) {
        return people.isEmpty()
                ? this
                : field(name, people.stream().map(this::address).collect(Collectors.joining(",\r\n ")));
    }

    DemoMail subject(String subject) {
        return field("Subject", words(subject));
    }

    DemoMail date(Instant at, ZoneId zone) {
        return field("Date", DATE.format(at.atZone(zone)));
    }

    /** The body as text in the charset of the mail, in the transfer encoding that suits it. */
    DemoMail text(String body) {
        text = body("plain", body);
        return this;
    }

    DemoMail html(String body) {
        html = body("html", "<html><body>" + body + "</body></html>");
        return this;
    }

    DemoMail inlineImage(String contentId, byte[] png) {
        related.add(new Part(
                List.of(
                        "Content-Type: image/png; name=\"image001.png\"",
                        "Content-ID: <" + contentId + ">",
                        "Content-Disposition: inline; filename=\"image001.png\"",
                        "Content-Transfer-Encoding: base64"),
                Base64.getMimeEncoder().encode(png)));
        return this;
    }

    DemoMail attach(String type, String name, byte[] bytes) {
        attachments.add(new Part(
                List.of(
                        "Content-Type: " + type + "; name=\"" + words(name) + "\"",
                        "Content-Disposition: attachment; filename*=" + rfc2231(name),
                        "Content-Transfer-Encoding: base64"),
                Base64.getMimeEncoder().encode(bytes)));
        return this;
    }

    DemoMail attachMessage(byte[] message) {
        attachments.add(new Part(List.of("Content-Type: message/rfc822", "Content-Disposition: attachment"), message));
        return this;
    }

    /** The bytes of the mail. */
    byte[] build() {
        Part body = text == null ? html : text;
        if (text != null && html != null) {
            body = multipart("alternative", List.of(text, html));
        }
        if (!related.isEmpty()) {
            body = multipart("related", join(body, related));
        }
        if (!attachments.isEmpty()) {
            body = multipart("mixed", join(body, attachments));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        header.forEach(h -> line(out, h));
        line(out, "MIME-Version: 1.0");
        write(out, body);
        return out.toByteArray();
    }

    private static List<Part> join(Part first, List<Part> others) {
        List<Part> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    private Part multipart(String subtype, List<Part> parts) {
        String boundary = "=_" + subtype + "_" + Integer.toHexString(header.hashCode());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Part part : parts) {
            line(out, "--" + boundary);
            write(out, part);
            line(out, "");
        }
        line(out, "--" + boundary + "--");
        return new Part(
                List.of("Content-Type: multipart/" + subtype + ";\r\n boundary=\"" + boundary + "\""),
                out.toByteArray());
    }

    private Part body(String subtype, String body) {
        byte[] bytes = body.getBytes(charset);
        String name = charset.name().toLowerCase(Locale.ROOT);
        String type = "Content-Type: text/" + subtype + "; charset=" + name;
        if (name.startsWith("iso-2022") || name.equals("us-ascii")) {
            return new Part(List.of(type, "Content-Transfer-Encoding: 7bit"), bytes);
        }
        return switch (Math.floorMod(body.hashCode(), 3)) {
            case 0 -> new Part(List.of(type, "Content-Transfer-Encoding: 8bit"), bytes);
            case 1 ->
                new Part(
                        List.of(type, "Content-Transfer-Encoding: base64"),
                        Base64.getMimeEncoder().encode(bytes));
            default -> new Part(List.of(type, "Content-Transfer-Encoding: quoted-printable"), quotedPrintable(bytes));
        };
    }

    private static byte[] quotedPrintable(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        int column = 0;
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xFF;
            if (b == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n') {
                out.append("\r\n");
                i++;
                column = 0;
                continue;
            }
            boolean plain = b >= 33 && b <= 126 && b != '=' || b == ' ' && i + 1 < bytes.length && bytes[i + 1] != '\r';
            String piece = plain ? String.valueOf((char) b) : String.format("=%02X", b);
            if (column + piece.length() > 74) {
                out.append("=\r\n");
                column = 0;
            }
            out.append(piece);
            column += piece.length();
        }
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private String address(DemoPerson person) {
        String name = person.name();
        if (StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
            return "\"" + name + "\" <" + person.address() + ">";
        }
        return words(name) + " <" + person.address() + ">";
    }

    /** Text as encoded words of the mail's charset, each short enough for a line. */
    private String words(String text) {
        if (StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            return text;
        }
        Charset used = charset.newEncoder().canEncode(text) ? charset : StandardCharsets.UTF_8;
        List<String> words = new ArrayList<>();
        for (int from = 0; from < text.length(); from += 12) {
            byte[] bytes =
                    text.substring(from, Math.min(text.length(), from + 12)).getBytes(used);
            words.add("=?" + used.name().toLowerCase(Locale.ROOT) + "?B?"
                    + Base64.getEncoder().encodeToString(bytes) + "?=");
        }
        return String.join("\r\n ", words);
    }

    private static String rfc2231(String name) {
        StringBuilder out = new StringBuilder("utf-8''");
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b == '.' || b == '-';
            out.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return out.toString();
    }

    private static void write(ByteArrayOutputStream out, Part part) {
        part.header().forEach(h -> line(out, h));
        line(out, "");
        out.writeBytes(part.content());
    }

    private static void line(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write('\r');
        out.write('\n');
    }
}
