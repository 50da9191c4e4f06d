package org.exchangesync.item.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.Email.Recipient;
import org.exchangesync.item.Email.RecipientType;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Importance;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.Sensitivity;
import org.junit.jupiter.api.Test;

class EmailParserTest {

    @Test
    void anOrdinaryMessageGivesAllItsFields() throws Exception {
        Email email = MailFixtures.parse("plain-english.eml");

        assertThat(email.messageId()).isEqualTo("<m1@example.org>");
        assertThat(email.subject()).isEqualTo("Minutes of Tuesday");
        assertThat(email.from()).isEqualTo(new EmailAddress("Anna Lind", "anna@example.org"));
        assertThat(email.sender()).isNull();
        assertThat(email.replyTo()).containsExactly(new EmailAddress(null, "office@example.org"));
        assertThat(email.recipients())
                .containsExactly(
                        new Recipient(RecipientType.TO, new EmailAddress("Bo Ek", "bo@example.com")),
                        new Recipient(RecipientType.CC, new EmailAddress("Ek, Carl", "carl@example.com")),
                        new Recipient(RecipientType.CC, new EmailAddress("Dora", "dora@example.net")),
                        new Recipient(RecipientType.CC, new EmailAddress(null, "eve@example.net")));
        assertThat(email.sentAt()).isEqualTo(Instant.parse("2025-10-14T07:15:30Z"));
        assertThat(email.receivedAt()).isEqualTo(MailFixtures.RECEIVED);
        assertThat(email.inReplyTo()).containsExactly("<parent@example.com>");
        assertThat(email.references()).containsExactly("<root@example.com>", "<parent@example.com>");
        assertThat(email.importance()).isEqualTo(Importance.HIGH);
        assertThat(email.sensitivity()).isEqualTo(Sensitivity.PRIVATE);
        assertThat(email.conversationIndex()).isEqualTo("AdHkYWJj");
        assertThat(email.body().text()).isEqualTo("Dear Bo, \r\nhere they are.\r\n");
        assertThat(email.body().html()).isNull();
        assertThat(email.attachments()).isEmpty();
    }

    @Test
    void whatTheMailboxSaysOverridesTheHeader() throws Exception {
        Content original = Content.of(MailFixtures.bytes("plain-english.eml"));
        MailboxProperties known = new MailboxProperties(
                MailFixtures.RECEIVED, Importance.LOW, Sensitivity.NORMAL, List.of("Red"), "AAAA", "key-1");

        Email email = MailFixtures.PARSER.parse(original, known);

        assertThat(email.importance()).isEqualTo(Importance.LOW);
        assertThat(email.sensitivity()).isEqualTo(Sensitivity.NORMAL);
        assertThat(email.categories()).containsExactly("Red");
        assertThat(email.conversationIndex()).isEqualTo("AAAA");
        assertThat(email.syncKey()).isEqualTo("key-1");
        assertThat(email.original()).isSameAs(original);
    }

    @Test
    void nestedMultipartsGiveBothBodiesAndEveryAttachment() throws Exception {
        Email email = MailFixtures.parse("alternative-related-mixed.eml");

        assertThat(email.subject()).isEqualTo("Angebot für Köln");
        assertThat(email.body().text()).isEqualTo("Schöne Grüße €\r\n-- \r\nthe list's footer");
        assertThat(email.body().html()).isEqualTo("<p>Schöne Grüße <img src=\"cid:logo@1\"></p>");
        assertThat(email.attachments())
                .extracting(Attachment::name, Attachment::contentType, Attachment::contentId, Attachment::inline)
                .containsExactly(
                        tuple("logo.png", "image/png", "logo@1", true),
                        tuple("Übersicht 2025 €.pdf", "application/pdf", null, false),
                        tuple(null, "message/rfc822", null, false));
        assertThat(content(email, 0))
                .isEqualTo(new String(
                        new byte[] {(byte) 0x89, 'P', 'N', 'G', ' ', 'n', 'o', 't', ' ', 'r', 'e', 'a', 'l', 'l', 'y'},
                        StandardCharsets.ISO_8859_1));
        assertThat(content(email, 2)).startsWith("From: inner@example.com").contains("--inner--");
    }

    @Test
    void charactersSplitBetweenEncodedWordsAreJoined() throws Exception {
        Email email = MailFixtures.parse("japanese-split-word.eml");

        assertThat(email.subject()).isEqualTo("会議会議の件");
        assertThat(email.from().name()).isEqualTo("山田 太郎");
        assertThat(email.body().text()).isEqualTo("①番の資料です。\r\n");
    }

    @Test
    void charsetsAreReadUnderTheNamesThatMailersUse() throws Exception {
        assertThat(MailFixtures.parse("korean-alias.eml").subject()).isEqualTo("안녕 똠");
        assertThat(MailFixtures.parse("korean-alias.eml").body().html()).isEqualTo("<b>안녕하세요</b>");
        assertThat(MailFixtures.parse("cp850.eml").body().text()).isEqualTo("smörgås\r\n");
        assertThat(MailFixtures.parse("utf7.eml").subject()).isEqualTo("Hi Mom ☺!");
        assertThat(MailFixtures.parse("utf7.eml").body().text()).isEqualTo("A≢Α. 1 + 1\r\n");
    }

    @Test
    void textUnderNoOrAWrongCharsetIsGuessed() throws Exception {
        assertThat(MailFixtures.parse("unknown-charset.eml").body().text()).isEqualTo("naïve café\r\n");
        assertThat(MailFixtures.parse("raw-latin1-header.eml").body().text()).isEqualTo("ça va – bien\r\n");
        assertThat(MailFixtures.parse("iso2022-unlabelled.eml").body().text()).isEqualTo("こんにちは\r\n");
        assertThat(MailFixtures.parse("html-meta-charset.eml").body().html()).contains("Привет");
    }

    @Test
    void headersOfRawBytesAreRead() throws Exception {
        Email utf8 = MailFixtures.parse("raw-utf8-header.eml");
        assertThat(utf8.subject()).isEqualTo("Прывітанне, žlutý kůň");
        assertThat(utf8.from()).isEqualTo(new EmailAddress("Zoë Müller", "zoe@example.org"));
        assertThat(utf8.recipients().get(0).address().name()).isEqualTo("Łukasz");
        assertThat(utf8.body().text()).isEqualTo("текст\r\n");

        Email latin1 = MailFixtures.parse("raw-latin1-header.eml");
        assertThat(latin1.subject()).isEqualTo("Déjà vu");
        assertThat(latin1.from().name()).isEqualTo("Zoë Müller");
    }

    @Test
    void aPartWithDamagedEncodingKeepsWhatCouldBeDecoded() throws Exception {
        Email email = MailFixtures.parse("broken-base64.eml");

        assertThat(email.body().text()).isEqualTo("see attachment");
        assertThat(email.attachments().get(0).name()).isEqualTo("data.bin");
        assertThat(email.attachments().get(0).content().toByteArray()).startsWith(0, 1, 2, 3, 4, 5, 6, 7);

        assertThat(MailFixtures.parse("broken-quoted-printable.eml").body().text())
                .startsWith("100% sure, =ZZ and é and ");
    }

    @Test
    void aMultipartWithoutAUsableBoundaryIsDividedByTheOneItHas() throws Exception {
        Email unnamed = MailFixtures.parse("missing-boundary-parameter.eml");
        assertThat(unnamed.body().text()).isEqualTo("the text");
        assertThat(unnamed.attachments()).extracting(Attachment::name).containsExactly("a.gif");

        Email wrong = MailFixtures.parse("wrong-boundary.eml");
        assertThat(wrong.body().text()).isEqualTo("plain");
        assertThat(wrong.body().html()).isEqualTo("<i>html</i>");

        assertThat(MailFixtures.parse("no-boundary-at-all.eml").body().text()).isEqualTo("just words\r\n");
    }

    @Test
    void aMessageThatWasCutKeepsWhatArrived() throws Exception {
        Email email = MailFixtures.parse("truncated-in-part.eml");

        assertThat(email.body().text()).isEqualTo("first");
        assertThat(email.attachments()).extracting(Attachment::name).containsExactly("a.zip");
        assertThat(content(email, 0)).startsWith("PK");
    }

    @Test
    void missingFieldsAreNullAndEmptyLinesBeforeTheHeaderAreSkipped() throws Exception {
        Email email = MailFixtures.parse("no-from-no-date.eml");

        assertThat(email.subject()).isEqualTo("only a subject");
        assertThat(email.from()).isNull();
        assertThat(email.sentAt()).isNull();
        assertThat(email.messageId()).isNull();
        assertThat(email.body().text()).isEqualTo("body\r\n");
        assertThat(MailFixtures.parse("header-only.eml").subject()).isEqualTo("no body");
    }

    @Test
    void linesThatAreNoFieldsAreSkipped() throws Exception {
        Email email = MailFixtures.parse("garbage-lines-in-header.eml");

        assertThat(email.from().address()).isEqualTo("a@example.org");
        assertThat(email.subject()).isEqualTo("spaced colon");
        assertThat(email.sentAt()).isNull();
        assertThat(email.messageId()).isEqualTo("<folded@ example.org>");
        assertThat(email.recipients())
                .extracting(Recipient::address)
                .containsExactly(new EmailAddress("Bo Ek", "bo@example.com,justaname,,"));
    }

    @Test
    void calendarTnefAndSignaturePartsAreAttachments() throws Exception {
        assertThat(MailFixtures.parse("calendar-part.eml").attachments())
                .extracting(Attachment::contentType)
                .containsExactly("text/calendar");
        assertThat(MailFixtures.parse("tnef.eml").attachments())
                .extracting(Attachment::name, Attachment::contentType)
                .containsExactly(tuple("winmail.dat", "application/ms-tnef"));
        Email signed = MailFixtures.parse("signed.eml");
        assertThat(signed.body().text()).isEqualTo("příklad");
        assertThat(signed.attachments()).extracting(Attachment::name).containsExactly("smime.p7s");
    }

    @Test
    void partsOfADigestAreMessages() throws Exception {
        assertThat(MailFixtures.parse("digest.eml").attachments())
                .extracting(Attachment::contentType)
                .containsExactly("message/rfc822", "message/rfc822");
    }

    @Test
    void aMessageThatIsAFileIsAnAttachment() throws Exception {
        Email email = MailFixtures.parse("mime-words-in-file-name.eml");

        assertThat(email.body().text()).isNull();
        assertThat(email.attachments()).extracting(Attachment::name).containsExactly("příloha.doc");
    }

    @Test
    void nulAndLineEndsHiddenInEncodedWordsAreTakenOut() throws Exception {
        Email email = MailFixtures.parse("nul-and-controls.eml");

        assertThat(email.subject()).isEqualTo("line one line two");
        assertThat(email.body().text()).isEqualTo("body\r\n");
    }

    @Test
    void whatIsNoMailIsAFaultWithWords() {
        assertThat(fault("empty.eml").code()).isEqualTo(UnreadableMimeException.EMPTY);
        assertThat(fault("not-a-mail.eml").code()).isEqualTo(UnreadableMimeException.NO_HEADER);
        assertThat(fault("not-a-mail.eml").message())
                .contains("no header field")
                .contains("Look at the original");
    }

    private static ItemFault fault(String name) {
        return catchThrowableOfType(UnreadableMimeException.class, () -> MailFixtures.parse(name))
                .fault();
    }

    private static String content(Email email, int attachment) throws Exception {
        return new String(email.attachments().get(attachment).content().toByteArray(), StandardCharsets.ISO_8859_1);
    }
}
