package org.exchangesync.crash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;

/** Makes items of all kinds and sizes, told by their marks. The same seed makes the same items. */
final class Items {
    private static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");

    private final Random random;

    Items(long seed) {
        random = new Random(seed);
    }

    /**
     * A message; most are small, one in a hundred has megabytes.
     *
     * @param messageId or null for none
     */
    byte[] mail(String mark, String messageId) {
        return mail(
                mark, messageId, random.nextInt(100) == 0 ? 1 << 20 + random.nextInt(3) : 500 + random.nextInt(12_000));
    }

    /** A message of about that many bytes. */
    byte[] mail(String mark, String messageId, int size) {
        Instant sent = BEGIN.plus(random.nextInt(60_000), ChronoUnit.MINUTES);
        StringBuilder mail = new StringBuilder(size + 1000)
                .append("From: Customer ")
                .append(mark)
                .append(" <customer@example.net>\r\n")
                .append("To: Somebody <somebody@example.org>\r\n")
                .append("Subject: Mail ")
                .append(mark)
                .append("\r\n")
                .append("Date: ")
                .append(java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        sent.atOffset(java.time.ZoneOffset.UTC)))
                .append("\r\n");
        if (messageId != null) {
            mail.append("Message-ID: ").append(messageId).append("\r\n");
        }
        mail.append("MIME-Version: 1.0\r\n");
        if (random.nextInt(4) == 0) {
            byte[] attached = new byte[size];
            random.nextBytes(attached);
            mail.append("Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n")
                    .append("See the attached file.\r\n--b\r\n")
                    .append("Content-Type: application/octet-stream; name=\"file.bin\"\r\n")
                    .append("Content-Disposition: attachment; filename=\"file.bin\"\r\n")
                    .append("Content-Transfer-Encoding: base64\r\n\r\n")
                    .append(Base64.getMimeEncoder().encodeToString(attached))
                    .append("\r\n--b--\r\n");
        } else {
            mail.append("Content-Type: text/plain; charset=us-ascii\r\n\r\n");
            while (mail.length() < size) {
                mail.append("Line ").append(random.nextInt()).append(" of the mail.\r\n");
            }
        }
        return mail.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Bytes that have a header, but none of a mail. */
    byte[] poison(String mark) {
        return ("X-Mark: " + mark + "\r\n\r\nThis is no mail. " + random.nextInt() + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A message as an element of CreateItem, as one that arrived. */
    static String mailElement(String mark, byte[] mime) {
        return "<t:Message><t:MimeContent>" + Base64.getEncoder().encodeToString(mime)
                + "</t:MimeContent><t:Subject>Mail "
                + mark + "</t:Subject><t:ExtendedProperty><t:ExtendedFieldURI PropertyTag=\"0x0E07\""
                + " PropertyType=\"Integer\"/><t:Value>1</t:Value></t:ExtendedProperty></t:Message>";
    }

    /** An appointment, or a weekly series of ten. */
    String appointment(String mark, boolean series) {
        Instant start = BEGIN.plus(random.nextInt(2_000), ChronoUnit.HOURS);
        return """
                <t:CalendarItem><t:Subject>Appointment %s</t:Subject><t:UID>uid-%s@example.org</t:UID>\
                <t:Start>%s</t:Start><t:End>%s</t:End><t:Location>Room 0</t:Location>%s\
                <t:StartTimeZone Id="W. Europe Standard Time"/><t:EndTimeZone Id="W. Europe Standard Time"/>\
                </t:CalendarItem>""".formatted(
                        mark,
                        mark,
                        start,
                        start.plus(30, ChronoUnit.MINUTES),
                        series ? """
                <t:Recurrence><t:DailyRecurrence><t:Interval>7</t:Interval></t:DailyRecurrence><t:NumberedRecurrence>\
                <t:StartDate>%s</t:StartDate><t:NumberOfOccurrences>10</t:NumberOfOccurrences>\
                </t:NumberedRecurrence></t:Recurrence>""".formatted(start.toString().substring(0, 10)) : "");
    }

    String contact(String mark) {
        return """
                <t:Contact><t:Subject>Contact %s</t:Subject><t:DisplayName>Contact %s</t:DisplayName>\
                <t:GivenName>Contact</t:GivenName><t:CompanyName>Company %d</t:CompanyName>\
                <t:PhoneNumbers><t:Entry Key="MobilePhone">+49 170 %07d</t:Entry></t:PhoneNumbers>\
                <t:JobTitle>Job 0</t:JobTitle><t:Surname>%s</t:Surname></t:Contact>\
                """.formatted(mark, mark, random.nextInt(50), random.nextInt(10_000_000), mark);
    }

    String task(String mark) {
        return "<t:Task><t:Subject>Task %s, revision 0</t:Subject><t:Body BodyType=\"Text\">To do: %d</t:Body></t:Task>"
                .formatted(mark, random.nextInt());
    }
}
