package org.exchangesync.ews.client.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.exchangesync.ews.client.types.DistributionListType;
import org.exchangesync.ews.client.types.ItemResponseShapeType;
import org.exchangesync.ews.client.types.MessageType;
import org.exchangesync.ews.client.types.PathToUnindexedFieldType;
import org.exchangesync.ews.client.types.PostItemType;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Body;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.Email.Recipient;
import org.exchangesync.item.Email.RecipientType;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Importance;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Sensitivity;
import org.exchangesync.item.mime.EmailParser;
import org.exchangesync.item.mime.MimeLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmailMapperTest {
    private static final Instant RECEIVED = Instant.parse("2025-10-14T07:15:30Z");
    private static final ItemMapper MAPPER =
            new ItemMapper(new EmailParser(MimeLimits.DEFAULT, 1 << 20, Path.of(System.getProperty("java.io.tmpdir"))));

    @Test
    void aMailIsItsMimeAndWhatTheMailboxSays() throws Exception {
        MessageType item = new MessageType();
        item.setDateTimeReceived("2025-10-14T07:15:30Z");
        item.setImportance("High");
        item.setInternetMessageId("<from-the-server@example.org>");
        item.setConversationIndex("AdHk");
        item.setIsRead(true);
        item.setSubject("not this one");
        Paths.set(item, Paths.syncKey(), "record-4");
        Content mime = content("From: anna@example.org\r\nSubject: Offer\r\nImportance: low\r\n\r\nHello\r\n");

        Email email = (Email) MAPPER.read(item, ItemParts.ofMime(mime));

        assertThat(email.subject()).isEqualTo("Offer");
        assertThat(email.importance()).isEqualTo(Importance.HIGH);
        assertThat(email.messageId()).isEqualTo("<from-the-server@example.org>");
        assertThat(email.conversationIndex()).isEqualTo("AdHk");
        assertThat(email.receivedAt()).isEqualTo(RECEIVED);
        assertThat(email.syncKey()).isEqualTo("record-4");
        assertThat(email.original()).isSameAs(mime);
        assertThat(ItemMapper.isRead(item)).isTrue();
    }

    @Test
    void aMailWithoutMimeIsItsProperties() throws Exception {
        Attachment attachment = new Attachment("a.pdf", "application/pdf", null, false, content("x"));
        MessageType item = Wire.sent((MessageType) ItemMapper.create(composed(), true, EmailMapperTest::base64));
        item.setInternetMessageId("<m@example.org>");
        item.setSender(MailAddresses.single(new EmailAddress("Office", "office@example.org")));
        item.setDateTimeSent("2025-10-14T07:15:29Z");

        Email email = (Email) MAPPER.read(item, ItemParts.ofAttachments(List.of(attachment)));

        assertThat(email.from()).isEqualTo(composed().from());
        assertThat(email.sender()).isEqualTo(new EmailAddress("Office", "office@example.org"));
        assertThat(email.recipients()).isEqualTo(composed().recipients());
        assertThat(email.replyTo()).isEqualTo(composed().replyTo());
        assertThat(email.inReplyTo()).containsExactly("<parent@example.org>");
        assertThat(email.references()).containsExactly("<root@example.org>", "<parent@example.org>");
        assertThat(email.body()).isEqualTo(composed().body());
        assertThat(email.sentAt()).isEqualTo(Instant.parse("2025-10-14T07:15:29Z"));
        assertThat(email.attachments()).containsExactly(attachment);
        assertThat(email.original()).isNull();
        assertThat(email.categories()).containsExactly("Red");
        assertThat(email.syncKey()).isEqualTo("record-4");
    }

    @Test
    void aPostHasTheFieldsOfAMail() throws Exception {
        PostItemType post = new PostItemType();
        post.setSubject("Notice");
        post.setFrom(MailAddresses.single(new EmailAddress("Anna", "anna@example.org")));
        post.setIsRead(false);

        Email email = (Email) MAPPER.read(post, ItemParts.NONE);

        assertThat(email.from()).isEqualTo(new EmailAddress("Anna", "anna@example.org"));
        assertThat(ItemMapper.kindOf(post)).contains(ItemKind.EMAIL);
        assertThat(ItemMapper.isRead(post)).isFalse();
    }

    @Test
    void bytesThatAreNoMailAreAFault() {
        assertThatThrownBy(() -> MAPPER.read(new MessageType(), ItemParts.ofMime(content("\u0001"))))
                .isInstanceOf(UnmappableItemException.class)
                .extracting(e -> ((UnmappableItemException) e).fault().code())
                .isEqualTo("MimeNoHeader");
    }

    @Test
    void distributionListsAreNoneOfTheFourKinds() {
        assertThat(ItemMapper.kindOf(new DistributionListType())).isEmpty();
        assertThatThrownBy(() -> MAPPER.read(new DistributionListType(), ItemParts.NONE))
                .isInstanceOf(UnmappableItemException.class)
                .hasMessageContaining("Distribution lists");
    }

    @Test
    void aMailWithOriginalIsWrittenAsItsBytes() throws Exception {
        Content mime = content("Subject: Offer\r\n\r\nHello\r\n");
        Email email = withOriginal(mime);

        MessageType arrived = Wire.sent((MessageType) ItemMapper.create(email, false, EmailMapperTest::base64));
        assertThat(Base64.getDecoder().decode(arrived.getMimeContent().getValue()))
                .isEqualTo(mime.toByteArray());
        assertThat(arrived.getSubject()).isNull();
        assertThat(arrived.getCategories().getString()).containsExactly("Red");
        assertThat(Paths.value(arrived, Paths.tag("0x0e07", "Integer"))).isEqualTo("1");
        assertThat(Paths.value(arrived, Paths.tag("0xE06", "SystemTime"))).isEqualTo("2025-10-14T07:15:30Z");

        MessageType draft = Wire.sent((MessageType) ItemMapper.create(email, true, EmailMapperTest::base64));
        assertThat(Paths.value(draft, Paths.tag("0x0E07", "Integer"))).isNull();
    }

    @Test
    void aDraftMayChooseItsMessageId() throws Exception {
        MessageType draft = Wire.sent((MessageType) ItemMapper.create(composed(), true, EmailMapperTest::base64));
        assertThat(Paths.value(draft, Paths.tag("0x1035", "String"))).isEqualTo("<ours@example.org>");
    }

    @Test
    void ofAMailWithTheSameBytesOnlyTheOwnersViewIsUpdated() throws Exception {
        Email arrived = withOriginal(content("Subject: another\r\n\r\nHello\r\n"));
        Email parsed = (Email) MAPPER.read(new MessageType(), ItemParts.ofMime(arrived.original()));

        assertThat(ItemMapper.updates(arrived, arrived)).isEmpty();
        assertThat(Wire.sent(ItemMapper.updates(arrived, parsed)))
                .extracting(change -> Paths.describe(change.getPath()))
                .containsExactly("item:Sensitivity", "item:Categories", "item:Importance", "ExchangeSyncKey");
    }

    @Test
    void ofOtherBytesThePropertiesThatDifferAreUpdated() throws Exception {
        Email current = withOriginal(content("Subject: Offer\r\n\r\nHello\r\n"));

        assertThat(ItemMapper.updates(composed(), current)).isEmpty();
        assertThat(Wire.sent(ItemMapper.updates(composed(), null)))
                .extracting(change -> Paths.describe(change.getPath()))
                .contains("item:Subject", "message:ToRecipients", "message:From");
    }

    @ParameterizedTest
    @EnumSource(ItemKind.class)
    void everyShapeAsksForOurKeyAndForNothingThatTheServerIsTooOldFor(ItemKind kind) throws Exception {
        for (ItemResponseShapeType shape : List.of(
                Wire.sent(Shapes.complete(kind, "Exchange2010_SP2")),
                Wire.sent(Shapes.properties(kind, "Exchange2010_SP2")),
                Wire.sent(Shapes.complete(kind, "Exchange2013_SP1")),
                Wire.sent(Shapes.changes()))) {
            assertThat(shape.getAdditionalProperties().getPath())
                    .extracting(Paths::describe)
                    .contains("ExchangeSyncKey")
                    .doesNotHaveDuplicates();
        }
        assertThat(uris(Shapes.properties(kind, "Exchange2010_SP2")))
                .doesNotContain("item:TextBody", "calendar:StartTimeZoneId");
        assertThat(uris(Shapes.properties(kind, "Exchange2013_SP1"))).contains("item:TextBody");
    }

    private static List<String> uris(ItemResponseShapeType shape) {
        return shape.getAdditionalProperties().getPath().stream()
                .filter(PathToUnindexedFieldType.class::isInstance)
                .map(path -> ((PathToUnindexedFieldType) path).getFieldURI())
                .toList();
    }

    private static Content content(String text) {
        return Content.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Email composed() {
        return email(null);
    }

    private static Email withOriginal(Content original) {
        return email(original);
    }

    private static Email email(Content original) {
        return new Email(
                "<ours@example.org>",
                "Offer",
                new EmailAddress("Anna Lind", "anna@example.org"),
                null,
                List.of(new EmailAddress(null, "sales@example.org")),
                List.of(
                        new Recipient(RecipientType.TO, new EmailAddress("Bo", "bo@example.com")),
                        new Recipient(RecipientType.CC, new EmailAddress(null, "cc@example.com")),
                        new Recipient(RecipientType.BCC, new EmailAddress(null, "bcc@example.com"))),
                null,
                RECEIVED,
                List.of("<parent@example.org>"),
                List.of("<root@example.org>", "<parent@example.org>"),
                new Body(null, "<p>Hello</p>"),
                List.of(),
                Importance.HIGH,
                Sensitivity.CONFIDENTIAL,
                List.of("Red"),
                null,
                original,
                "record-4");
    }

    private static String base64(Content content) throws IOException {
        return Base64.getEncoder().encodeToString(content.toByteArray());
    }
}
