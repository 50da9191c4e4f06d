package org.exchangesync.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.DoubleStream;

/**
 * Makes mails as they come in offices: 37 KB on average, half of them below 18 KB, some of several hundred. Small ones are
 * text and HTML, with the headers that mail collects on its way; larger ones carry attachments, each of its own bytes, or
 * long quoted threads; some show their sender's logo, which is the same in all mails of that sender.
 */
final class Mails {
    /** Different mails; each serves for many. */
    private static final int COUNT = 500;

    private static final double AVERAGE = 37_000;
    private static final double SPREAD = 1.2;
    private static final int LONGEST_THREAD = 90_000;
    private static final int SENDERS = 20;
    private static final String[] WORDS =
            ("the order delivery of your figures we’ll please find attached we will meeting on Monday next week invoice for project"
                            + " with regards team customer offer as discussed Größe price list until Friday could you send me an"
                            + " update about this contract thank many best and to review draft version schedule für call later"
                            + " budget quarter report numbers change request café open question answer")
                    .split(" ");
    private static final String[] NAMES = {
        "Anna Lindqvist", "Ben Okafor", "Clara Weiß", "Dmitri Volkov", "Eva Sørensen", "Farid Haddad", "Grace Kim"
    };

    private static final String HOP = """
            Received: from mx%1$d.%2$s (10.1.0.%1$d) by mail%1$d.bench.example
             with ESMTPS id %3$s; Mon, 2 Nov 2026 09:1%1$d:00 +0100
            """;
    private static final String HEAD = """
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=%1$s; s=s1;
             b=%2$s
            From: %3$s
            To: %4$s
            Subject: =?utf-8?Q?%5$s?= MARK
            Date: Mon, 2 Nov 2026 09:10:00 +0100
            Message-ID: <MARK@bench.example>
            In-Reply-To: <rMARK@bench.example>
            References: <qMARK@%1$s>
             <rMARK@bench.example>
            Thread-Index: %6$s
            MIME-Version: 1.0
            """;
    private static final String MULTIPART = """
            Content-Type: multipart/%1$s; boundary="%1$s-1"

            --%1$s-1
            """;
    private static final String TEXT = """
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            No. MARK

            %s
            --alternative-1
            """;
    private static final String HTML = """
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            <html><body><p>No. MARK</p>
            %s</body></html>
            --alternative-1--
            """;
    private static final String PARAGRAPH = """
            <p class=3D"MsoNormal"><span style=3D"font-size:11.0pt">=
            %s=
            </span></p>
            """;
    private static final String LOGO = """
            --related-1
            Content-Type: image/png; name="logo.png"
            Content-ID: <logo@company>
            Content-Disposition: inline
            Content-Transfer-Encoding: base64

            %s
            --related-1--
            """;
    private static final String FILE = """
            --mixed-1
            Content-Type: application/pdf; name="document.pdf"
            Content-Disposition: attachment; filename="document.pdf"
            Content-Transfer-Encoding: base64

            MARKAAAA
            %s
            """;

    private final Random random;

    private Mails(long seed) {
        this.random = new Random(seed);
    }

    /** The mails of a seed. */
    static List<CannedMail> of(long seed) {
        return new Mails(seed).make();
    }

    private List<CannedMail> make() {
        double[] sizes = DoubleStream.generate(() -> Math.exp(SPREAD * random.nextGaussian()))
                .limit(COUNT)
                .toArray();
        double sum = DoubleStream.of(sizes).sum();
        List<CannedMail> mails = new ArrayList<>();
        for (double size : sizes) {
            String mail = mail((int) (size * AVERAGE * COUNT / sum));
            mails.add(new CannedMail(mail.replace("MARK", CannedMail.MARK).replace("\n", "\r\n")));
        }
        return mails;
    }

    private String mail(int size) {
        int sender = random.nextInt(SENDERS);
        String head = head(sender, "company" + sender + ".example");
        boolean logo = size > 15_000 && random.nextInt(10) < 3;
        boolean file = size > LONGEST_THREAD || size > 25_000 && random.nextInt(10) < 6;
        int rest = Math.max(600, size - head.length() - (logo ? 6_700 : 700));
        int body = file ? Math.min(rest / 2, 4_000 + random.nextInt(12_000)) : rest;
        String bodies = MULTIPART.formatted("alternative")
                + TEXT.formatted(lines(body / 5, "%s\n"))
                + HTML.formatted(lines(body * 4 / 5, PARAGRAPH));
        if (logo) {
            bodies = MULTIPART.formatted("related") + bodies + LOGO.formatted(bytes(new Random(sender), 6_000));
        }
        return file
                ? head + MULTIPART.formatted("mixed") + bodies + FILE.formatted(bytes(random, rest - body))
                        + "--mixed-1--\n"
                : head + bodies;
    }

    private String head(int sender, String domain) {
        StringBuilder head = new StringBuilder();
        for (int hop = 3; hop > 0; hop--) {
            head.append(HOP.formatted(hop, domain, base64(24)));
        }
        List<String> recipients = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            recipients.add(person(random.nextInt(NAMES.length), "bench.example"));
        }
        return head.append(HEAD.formatted(
                        domain,
                        base64(256),
                        person(sender % NAMES.length, domain),
                        String.join(",\n ", recipients),
                        words(30).replace(" ", "_"),
                        base64(22)))
                .toString();
    }

    private static String person(int n, String domain) {
        String encoded = Base64.getEncoder().encodeToString(NAMES[n].getBytes(StandardCharsets.UTF_8));
        String local = NAMES[n].toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return "=?utf-8?B?" + encoded + "?= <" + local + "@" + domain + ">";
    }

    private String lines(int size, String line) {
        StringBuilder lines = new StringBuilder();
        while (lines.length() < size) {
            lines.append(line.formatted(words(68)));
        }
        return lines.toString();
    }

    /** Words in quoted-printable. */
    private String words(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length - 8) {
            for (byte b : WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8)) {
                text.append(b < 0 ? "=%02X".formatted(b) : Character.toString(b));
            }
            text.append(' ');
        }
        return text.toString().strip();
    }

    private String base64(int bytes) {
        byte[] any = new byte[bytes];
        random.nextBytes(any);
        return Base64.getEncoder().encodeToString(any);
    }

    /** Random bytes as an attachment, broken into lines, of a length in all. */
    private static String bytes(Random random, int length) {
        byte[] any = new byte[Math.max(100, length * 73 / 100)];
        random.nextBytes(any);
        return Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(any);
    }
}
