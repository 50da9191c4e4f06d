package org.exchangesync.sandbox.fill;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The mail of the demo data: from customers in their languages and charsets, between colleagues, in threads, with
 * attachments and inline images; and a handful of messages that no program should have sent.
 */
final class DemoMessages {
    /** A message for one or more mailboxes, received at some time. */
    record Delivery(List<String> mailboxes, Instant received, byte[] bytes) {}

    private static final List<DemoPerson> CUSTOMERS = List.of(
            new DemoPerson("k.holm@fjordline.example", "Kjell Holm", "sv"),
            new DemoPerson("h.schluter@werft-schlueter.example", "Heike Schlüter", "de"),
            new DemoPerson("sato@minato-trading.example", "佐藤 健", "ja"),
            new DemoPerson("n.georgiou@elaia.example", "Νίκος Γεωργίου", "el"),
            new DemoPerson("salim@nakheel-dates.example", "سالم الحربي", "ar"),
            new DemoPerson("petrova@volga-sklad.example", "Мария Петрова", "ru"),
            new DemoPerson("joao.reis@portodouro.example", "João Reis", "pt"),
            new DemoPerson("wang@jiangnan-tea.example", "王丽", "zh"),
            new DemoPerson("kim@hangang-parts.example", "김민수", "ko"),
            new DemoPerson("margaret.ives@ives-and-daughters.example", "Margaret Ives", "en"));

    private final DemoTexts texts = new DemoTexts();
    private final Random random;
    private final Instant now;
    private final List<DemoPerson> staff;
    private int serial;

    DemoMessages(Random random, Instant now, List<DemoPerson> staff) {
        this.random = random;
        this.now = now;
        this.staff = staff;
    }

    List<Delivery> all(int perMailbox) {
        List<Delivery> mail = new ArrayList<>();
        for (DemoPerson recipient : staff) {
            for (int i = 0; i < perMailbox; i++) {
                mail.add(fromCustomer(recipient));
            }
            mail.addAll(thread(recipient));
        }
        for (int i = 0; i < staff.size(); i++) {
            mail.add(toColleagues());
        }
        mail.addAll(broken());
        return mail;
    }

    private Delivery fromCustomer(DemoPerson to) {
        DemoPerson from = CUSTOMERS.get(random.nextInt(CUSTOMERS.size()));
        DemoTexts.Text text = texts.pick(from.language(), to.firstName(), random);
        Instant sent = earlier();
        DemoMail mail = mail(from, List.of(to), text, sent).text(text.body());
        switch (random.nextInt(6)) {
            case 0 -> mail.attach("application/pdf", text.subject() + ".pdf", DemoFiles.pdf("No " + serial));
            case 1 -> mail.attach("text/csv", "preise-" + serial + ".csv", DemoFiles.csv(random));
            case 2 -> {
                String id = "logo" + serial + "@" + from.host();
                mail.html("<p>" + text.body().replace("\r\n", "<br>") + "</p><img src=\"cid:" + id + "\">")
                        .inlineImage(id, DemoFiles.png(random));
            }
            case 3 -> mail.html("<p>" + text.body().replace("\r\n", "<br>\r\n") + "</p>");
            default -> {}
        }
        return new Delivery(List.of(to.address()), sent.plusSeconds(5), mail.build());
    }

    /** A question, the answer to it (which the customer sent on), and the answer to that. */
    private List<Delivery> thread(DemoPerson to) {
        DemoPerson from = CUSTOMERS.get(random.nextInt(CUSTOMERS.size()));
        DemoTexts.Text first = texts.pick(from.language(), to.firstName(), random);
        List<Delivery> mails = new ArrayList<>();
        Instant sent = earlier().minus(Duration.ofDays(2));
        String references = "";
        byte[] previous = null;
        for (int i = 0; i < 3; i++) {
            DemoTexts.Text text = i == 0 ? first : texts.pick(from.language(), to.firstName(), random);
            String subject = i == 0 ? first.subject() : "Re: " + first.subject();
            DemoTexts.Text shown = new DemoTexts.Text(
                    subject,
                    text.body(),
                    text.charset().newEncoder().canEncode(subject) ? text.charset() : StandardCharsets.UTF_8);
            String parent = references.isEmpty() ? "" : references.substring(references.lastIndexOf('<'));
            DemoMail mail = mail(from, List.of(to), shown, sent).text(text.body());
            if (!parent.isEmpty()) {
                mail.field("In-Reply-To", parent).field("References", references);
            }
            if (i == 2 && previous != null) {
                mail.attachMessage(previous);
            }
            references = (references + " " + messageId(from)).strip();
            previous = mail.build();
            mails.add(new Delivery(List.of(to.address()), sent.plusSeconds(9), previous));
            sent = sent.plus(Duration.ofHours(5 + random.nextInt(20)));
        }
        return mails;
    }

    /** One mail that several mailboxes get, byte for byte the same. */
    private Delivery toColleagues() {
        DemoPerson from = staff.get(random.nextInt(staff.size()));
        List<DemoPerson> to =
                staff.stream().filter(p -> p != from && random.nextBoolean()).toList();
        List<DemoPerson> recipients = to.isEmpty() ? List.of(staff.get(0)) : to;
        DemoTexts.Text text = texts.pick("en", "all", random);
        Instant sent = earlier();
        byte[] bytes = mail(from, recipients, text, sent).text(text.body()).build();
        return new Delivery(recipients.stream().map(DemoPerson::address).toList(), sent.plusSeconds(2), bytes);
    }

    private DemoMail mail(DemoPerson from, List<DemoPerson> to, DemoTexts.Text text, Instant sent) {
        serial++;
        return new DemoMail(text.charset())
                .field(
                        "Received",
                        "from mail." + from.host() + " by mx." + to.get(0).host() + " with ESMTPS id demo" + serial)
                .field("Message-ID", messageId(from))
                .date(
                        sent,
                        ZoneId.of(List.of("Europe/Berlin", "Asia/Tokyo", "Europe/Athens")
                                .get(serial % 3)))
                .from(from)
                .people("To", to)
                .subject(text.subject());
    }

    private String messageId(DemoPerson from) {
        return "<demo-" + serial + "." + now.getEpochSecond() / 86_400 + "@" + from.host() + ">";
    }

    private Instant earlier() {
        return now.minus(Duration.ofMinutes(30 + random.nextInt(60 * 24 * 45)));
    }

    private List<Delivery> broken() {
        DemoPerson ives = CUSTOMERS.get(9);
        String to = staff.get(0).address();
        List<Delivery> mails = new ArrayList<>();
        mails.add(raw(
                to,
                "From: " + ives.address() + "\r\nTo: " + to
                        + "\r\nSubject: no id and no date\r\n\r\nsent by a scanner\r\n"));
        mails.add(
                raw(
                        to,
                        "From: broken\r\nTo: undisclosed-recipients:;\r\nDate: yesterday, around noon\r\nMessage-ID:\r\nSubject: =?utf-8?B?4pyT-broken?=\r\n\r\ntext\r\n"));
        mails.add(
                raw(
                        to,
                        "From: " + ives.address() + "\r\nTo: " + to + "\r\nMessage-ID: <cut-off@" + ives.host()
                                + ">\r\n"
                                + "Subject: cut off in the middle\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b1\"\r\n\r\n--b1\r\n"
                                + "Content-Type: application/pdf; name=\"half.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQKMSAwIG9"));
        mails.add(
                raw(
                        to,
                        "From: \"Größe, falsch\" <wrong@" + ives.host() + ">\r\nTo: " + to + "\r\nMessage-ID: <label@"
                                + ives.host() + ">\r\n"
                                + "Subject: Grüße ohne Kodierung\r\nContent-Type: text/plain; charset=x-no-such-charset\r\n\r\nÄpfel und Öl\r\n"));
        mails.add(
                raw(
                        to,
                        "From: " + ives.address() + "\r\nTo: " + to + "\r\nMessage-ID: <damaged-base64@" + ives.host()
                                + ">\r\n"
                                + "Subject: damaged attachment\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b2\"\r\n\r\n--b2\r\n\r\nsee below\r\n--b2\r\n"
                                + "Content-Type: image/png; name=\"x.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!! not base64 ####\r\n--b2--\r\n"));
        return mails;
    }

    private Delivery raw(String mailbox, String text) {
        return new Delivery(List.of(mailbox), earlier(), text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
