package org.exchangesync.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmailIdentityTest {
    private static final Instant SENT = Instant.parse("2025-10-14T07:15:30Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "<Abc@Example.ORG> | Abc@example.org",
                "' \t<Abc@\r\n\tExample.org>  ' | Abc@example.org",
                "Abc@Example.org | Abc@example.org",
                "<noAt> | noAt",
                "<> | -",
                "'' | -",
                "- | -",
            })
    void messageIdsAreNormalised(String given, String expected) {
        assertThat(EmailIdentity.normalise(given)).isEqualTo(expected);
    }

    @Test
    void layoutAndCaseOfTheAuthorMakeNoDifference() {
        EmailIdentity one =
                identity("<1@x>", "Anna@Example.org", SENT, "Hello  world", Body.ofText("a\r\n\r\nb "), null);
        EmailIdentity two =
                identity("1@X", "anna@example.org", SENT.plusMillis(3), " Hello world ", Body.ofText("a b\n"), SENT);
        assertThat(two.key()).isEqualTo(one.key());
        assertThat(two.digest()).isEqualTo(one.digest());
    }

    @Test
    void aReusedMessageIdIsAnotherMail() {
        EmailIdentity one = identity("<1@x>", "a@x", SENT, "s", Body.ofText("monday"), null);
        EmailIdentity two = identity("<1@x>", "a@x", SENT, "s", Body.ofText("tuesday"), null);
        assertThat(two.messageId()).isEqualTo(one.messageId());
        assertThat(two.key()).isNotEqualTo(one.key());
    }

    @Test
    void withoutMessageIdTheSecondOfReceiptDecides() {
        EmailIdentity one = identity(null, "a@x", SENT, "s", Body.ofText("t"), SENT.plusMillis(100));
        EmailIdentity same = identity(" ", "a@x", SENT, "s", Body.ofText("t"), SENT.plusMillis(900));
        EmailIdentity later = identity(null, "a@x", SENT, "s", Body.ofText("t"), SENT.plusSeconds(1));
        assertThat(same.key()).isEqualTo(one.key());
        assertThat(later.key()).isNotEqualTo(one.key());
    }

    @Test
    void otherAttachedBytesMakeAnotherMailButTheirNamesAndOrderDoNot() {
        Attachment a = new Attachment("a.txt", "text/plain", null, false, Content.of(new byte[] {1}));
        Attachment b = new Attachment("b.txt", "text/plain", null, false, Content.of(new byte[] {2}));
        Attachment renamed =
                new Attachment("=?a?=", "application/octet-stream", null, false, Content.of(new byte[] {1}));

        assertThat(attached(a, b)).isEqualTo(attached(b, renamed));
        assertThat(attached(a)).isNotEqualTo(attached(b)).isNotEqualTo(attached());
    }

    @Test
    void aNestedMessageCountsByItsTypeBecauseServersWriteItAnew() {
        Attachment one = new Attachment("x", "message/rfc822", null, false, Content.of(new byte[] {1}));
        Attachment two = new Attachment("x", "message/rfc822", null, false, Content.of(new byte[] {2}));

        assertThat(attached(one)).isEqualTo(attached(two)).isNotEqualTo(attached());
    }

    private static String attached(Attachment... attachments) {
        return EmailIdentity.of(new Email(
                        "<1@x>",
                        "s",
                        new EmailAddress(null, "a@x"),
                        null,
                        List.of(),
                        List.of(),
                        SENT,
                        SENT,
                        List.of(),
                        List.of(),
                        Body.ofText("t"),
                        List.of(attachments),
                        Importance.NORMAL,
                        Sensitivity.NORMAL,
                        List.of(),
                        null,
                        null,
                        null))
                .key();
    }

    @Test
    void htmlCountsByItsWordsWhereThereIsNoText() {
        EmailIdentity html = identity(
                "<1@x>",
                "a@x",
                SENT,
                "s",
                new Body(null, "<style>p{}</style><!-- no --><P CLASS=x>Fish &amp;\n chips</P><script>1</script>"),
                null);
        EmailIdentity text = identity("<1@x>", "a@x", SENT, "s", Body.ofText("Fish & chips"), null);
        assertThat(html.digest()).isEqualTo(text.digest());
    }

    @Test
    void aMailWithNothingInItHasAnIdentity() {
        assertThat(identity(null, null, null, null, Body.EMPTY, null).key()).hasSize(64);
    }

    @Test
    void deliveryKeysTellVersionsAndMailboxesApart() {
        ItemId id = new ItemId("AAMk", "CQ1");
        DeliveryKey key = DeliveryKey.of("Anna@example.org", ItemKind.EMAIL, id);
        assertThat(key).isEqualTo(DeliveryKey.of("anna@EXAMPLE.org ", ItemKind.EMAIL, new ItemId("AAMk", "CQ1")));
        assertThat(key.value()).matches("[0-9a-f]{64}");
        assertThat(List.of(
                        DeliveryKey.of("bo@example.org", ItemKind.EMAIL, id),
                        DeliveryKey.of("anna@example.org", ItemKind.TASK, id),
                        DeliveryKey.of("anna@example.org", ItemKind.EMAIL, new ItemId("AAMk", "CQ2")),
                        DeliveryKey.of("anna@example.org", ItemKind.EMAIL, new ItemId("aamk", "CQ1")),
                        DeliveryKey.of("anna@example.org", ItemKind.EMAIL, new ItemId("AAM", "kCQ1"))))
                .doesNotContain(key)
                .doesNotHaveDuplicates();
    }

    private static EmailIdentity identity(
            String messageId, String from, Instant sent, String subject, Body body, Instant received) {
        EmailAddress author = from == null ? null : new EmailAddress("whoever", from);
        return EmailIdentity.of(new Email(
                messageId,
                subject,
                author,
                null,
                List.of(),
                List.of(),
                sent,
                received,
                List.of(),
                List.of(),
                body,
                List.of(),
                Importance.NORMAL,
                Sensitivity.NORMAL,
                List.of(),
                null,
                null,
                null));
    }
}
