package org.exchangesync.ews.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.types.FileAttachmentType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.item.Content;
import org.exchangesync.transport.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerStreamTest {
    private static final String PLAIN = "Subject: Grüße\r\n\r\nHello, world of mail\r\n";
    private static final String BASE64 = Base64.getEncoder().encodeToString(PLAIN.getBytes(UTF_8));

    @TempDir
    Path spool;

    @Test
    void mimeContentIsCutOutAndDecoded() throws IOException {
        Call<GetItemResponseMessageType> call =
                Soap.read(EwsOperation.GET_ITEM, Soap.getItemAnswer(Soap.mail("a", BASE64)));

        assertThat(item(call, 0).getMimeContent().getCharacterSet()).isEqualTo("UTF-8");
        assertThat(item(call, 0).getMimeContent().getValue()).startsWith("cut:");
        assertThat(mime(call, 0)).isEqualTo(PLAIN);
        assertThat(item(call, 0).getSubject()).isEqualTo("subject of a");
    }

    @Test
    void everySplitOfTheBytesReadsTheSame() throws IOException {
        String half = BASE64.substring(0, 20);
        String rest = BASE64.substring(20);
        String[] forms = {
            BASE64,
            "\r\n  " + half + "\r\n" + rest + "\n",
            half + "&#xD;\n" + rest + "&#13;&#10;",
            "<![CDATA[" + BASE64 + "]]>",
            half + "<![CDATA[" + rest + "]]>",
            "<!-- ]]> -- --->" + half + "<?pi > ?>" + rest,
        };
        for (String form : forms) {
            byte[] answer = Soap.getItemAnswer(
                            Soap.mail("a", form).replace("subject of a", "1 &lt; 2 &amp; <![CDATA[<]]]]><![CDATA[>]]>"),
                            Soap.mail("b", BASE64))
                    .getBytes(UTF_8);
            for (int size = 1; size <= 64; size++) {
                Call<GetItemResponseMessageType> call =
                        Soap.read(EwsOperation.GET_ITEM, new Trickle(answer, size), EwsLimits.DEFAULT, 1 << 20);
                assertThat(mime(call, 0)).as("%s by %d bytes", form, size).isEqualTo(PLAIN);
                assertThat(item(call, 0).getSubject()).isEqualTo("1 < 2 & <]]>");
                assertThat(mime(call, 1)).isEqualTo(PLAIN);
            }
        }
    }

    @Test
    void theNamespaceCountsNotThePrefix() throws IOException {
        String answer = Soap.getItemAnswer(Soap.mail("a", BASE64))
                .replace("<t:", "<")
                .replace("</t:", "</")
                .replace("<Message>", "<Message xmlns=\"" + Namespaces.TYPES + "\">");

        assertThat(mime(Soap.read(EwsOperation.GET_ITEM, answer), 0)).isEqualTo(PLAIN);
    }

    @Test
    void elementsOfTheSameNameElsewhereAreLeftAlone() {
        String foreign = "<x:MimeContent xmlns:x=\"urn:other\">not Base64</x:MimeContent>";
        String misplaced = "<t:Flag><t:MimeContent>not Base64</t:MimeContent></t:Flag>";
        Call<GetItemResponseMessageType> call = Soap.read(
                EwsOperation.GET_ITEM,
                Soap.getItemAnswer(Soap.success(
                        EwsOperation.GET_ITEM,
                        "<m:Items><t:Message>" + foreign + misplaced
                                + "<t:Subject>s</t:Subject></t:Message></m:Items>")));

        assertThat(call.fault()).isNull();
        assertThat(item(call, 0).getSubject()).isEqualTo("s");
        assertThat(item(call, 0).getMimeContent()).isNull();
    }

    @Test
    void attachmentContentIsCutOnlyBelowFileAttachment() throws IOException {
        String attachments = "<t:Attachments><t:FileAttachment><t:Name>a.txt</t:Name><t:Content>" + BASE64
                + "</t:Content></t:FileAttachment><t:ItemAttachment><t:Message><t:MimeContent>" + BASE64
                + "</t:MimeContent></t:Message></t:ItemAttachment></t:Attachments>";
        Call<GetItemResponseMessageType> call = Soap.read(
                EwsOperation.GET_ITEM,
                Soap.getItemAnswer(Soap.success(
                        EwsOperation.GET_ITEM, "<m:Items><t:Message>" + attachments + "</t:Message></m:Items>")));

        FileAttachmentType file = (FileAttachmentType)
                item(call, 0).getAttachments().getAttachment().get(0);
        assertThat(new String(
                        call.answers().get(0).fileContent(file).orElseThrow().toByteArray(), UTF_8))
                .isEqualTo(PLAIN);
    }

    @Test
    void damagedBase64CostsOnlyItsItem() throws IOException {
        String[] damaged = {
            BASE64.substring(1),
            BASE64 + "====",
            "AAA*",
            "QQ==QQ==",
            "&#1;AAA",
            "<t:Extra>QQ==</t:Extra>",
            "QQ==<t:Extra/>"
        };
        for (String form : damaged) {
            Call<GetItemResponseMessageType> call = Soap.read(
                    EwsOperation.GET_ITEM,
                    Soap.getItemAnswer(Soap.mail("a", BASE64), Soap.mail("b", form), Soap.mail("c", BASE64)));

            assertThat(call.fault()).as(form).isNull();
            assertThat(mime(call, 0)).isEqualTo(PLAIN);
            assertThatThrownBy(() -> call.answers().get(1).mimeContent(item(call, 1)))
                    .as(form)
                    .isInstanceOf(EwsFault.class)
                    .hasMessageContaining("anna@example.org")
                    .extracting(fault -> ((EwsFault) fault).code())
                    .isEqualTo(EwsFault.BAD_BASE64);
            assertThat(mime(call, 2)).isEqualTo(PLAIN);
        }
    }

    @Test
    void largeContentIsSpooledAndItsFileRemovedWhenNobodyTakesIt() throws IOException {
        byte[] large = new byte[1_000_003];
        new java.util.Random(7).nextBytes(large);
        String lines = Base64.getMimeEncoder().encodeToString(large);
        byte[] answer = Soap.getItemAnswer(Soap.mail("a", lines), Soap.mail("b", BASE64))
                .getBytes(UTF_8);

        Call<GetItemResponseMessageType> call = spooling(answer, EwsLimits.DEFAULT);
        Content content = call.answers().get(0).mimeContent(item(call, 0)).orElseThrow();
        assertThat(content.isSpooled()).isTrue();
        assertThat(content.toByteArray()).isEqualTo(large);
        assertThat(mime(call, 1)).isEqualTo(PLAIN);
        call.contents().close();
        assertThat(spooledFiles()).as("taken contents belong to the taker").hasSize(1);
        content.close();

        spooling(answer, EwsLimits.DEFAULT).contents().close();
        assertThat(spooledFiles()).isEmpty();
    }

    @Test
    void manySmallContentsTogetherGoToFilesToo() throws IOException {
        byte[] small = new byte[900_000];
        String[] mails = new String[40];
        java.util.Arrays.fill(mails, Soap.mail("a", Base64.getEncoder().encodeToString(small)));
        mails[39] = Soap.mail("z", BASE64);

        Call<GetItemResponseMessageType> call = Soap.read(
                EwsOperation.GET_ITEM,
                new ByteArrayInputStream(Soap.getItemAnswer(mails).getBytes(UTF_8)),
                EwsLimits.DEFAULT,
                1 << 20);

        Content first = call.answers().get(0).mimeContent(item(call, 0)).orElseThrow();
        Content last = call.answers().get(39).mimeContent(item(call, 39)).orElseThrow();
        assertThat(first.isSpooled()).isFalse();
        assertThat(last.isSpooled()).isTrue();
        assertThat(new String(last.toByteArray(), UTF_8)).isEqualTo(PLAIN);
        last.close();
        call.contents().close();
    }

    @Test
    void aContentIsGivenOnce() {
        Call<GetItemResponseMessageType> call =
                Soap.read(EwsOperation.GET_ITEM, Soap.getItemAnswer(Soap.mail("a", BASE64)));
        assertThat(call.answers().get(0).mimeContent(item(call, 0))).isPresent();
        assertThatThrownBy(() -> call.answers().get(0).mimeContent(item(call, 0)))
                .isInstanceOf(EwsFault.class)
                .hasMessageContaining("second time");
    }

    @Test
    void damagedLargeContentLeavesNoFile() throws IOException {
        String large = Base64.getEncoder().encodeToString(new byte[600_000]);
        for (String form : List.of(large + "=" + large, large.substring(1), large + "\u00e9")) {
            Call<GetItemResponseMessageType> call =
                    spooling(Soap.getItemAnswer(Soap.mail("a", form)).getBytes(UTF_8), EwsLimits.DEFAULT);
            assertThatThrownBy(() -> call.answers().get(0).mimeContent(item(call, 0)))
                    .isInstanceOf(EwsFault.class);
            assertThat(spooledFiles()).isEmpty();
        }
    }

    @Test
    void anAnswerCutInALargeContentLeavesNoFile() throws IOException {
        byte[] answer = Soap.getItemAnswer(Soap.mail("a", Base64.getEncoder().encodeToString(new byte[900_000])))
                .substring(0, 700_000)
                .getBytes(UTF_8);

        Call<GetItemResponseMessageType> call = spooling(answer, EwsLimits.DEFAULT);
        call.contents().close();

        assertThat(call.fault().code()).isEqualTo(TransportException.BAD_ANSWER);
        assertThat(spooledFiles()).isEmpty();
    }

    @Test
    void contentAboveTheLimitCostsOnlyItsItem() throws IOException {
        EwsLimits limits = limits(256, 64, 1 << 20, 1 << 20, 500_000);
        String large = Base64.getEncoder().encodeToString(new byte[600_000]);
        byte[] answer = Soap.getItemAnswer(Soap.mail("a", large), Soap.mail("b", BASE64))
                .getBytes(UTF_8);
        for (int threshold : new int[] {1000, 1 << 20}) {
            Call<GetItemResponseMessageType> call =
                    Soap.read(EwsOperation.GET_ITEM, new ByteArrayInputStream(answer), limits, threshold);
            assertThatThrownBy(() -> call.answers().get(0).mimeContent(item(call, 0)))
                    .extracting(fault -> ((EwsFault) fault).code())
                    .isEqualTo(TransportException.LIMIT);
            assertThat(mime(call, 1)).isEqualTo(PLAIN);
        }
    }

    @Test
    void controlCharactersThatXmlForbidsBecomeReplacements() {
        String subject = "a&#x1;b&#0;c\u0002d&#xD83D;e&#x110000;f";
        Call<GetItemResponseMessageType> call = Soap.read(
                EwsOperation.GET_ITEM,
                Soap.getItemAnswer(Soap.success(
                        EwsOperation.GET_ITEM,
                        "<m:Items><t:Message><t:ItemId Id=\"x\"/><t:Subject>" + subject
                                + "</t:Subject></t:Message></m:Items>")));

        assertThat(call.fault()).isNull();
        assertThat(item(call, 0).getSubject()).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf");
    }

    @Test
    void namesOfPeopleInAttributesMayHaveThem() {
        CleanXml xml = new CleanXml();
        byte[] tag = "<t:Entry Key=\"EmailAddress1\" Name=\"a\u0001b&#x1F;c\">".getBytes(UTF_8);
        xml.tag(tag, tag.length);
        byte[] clean = new byte[200];

        assertThat(new String(clean, 0, xml.read(clean, 0, clean.length), UTF_8))
                .isEqualTo("<t:Entry Key=\"EmailAddress1\" Name=\"a?b&#65533;c\">");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<t:ItemId Id=\"x\u0001y\"/>",
                "<t:ItemId Id=\"x&#x1F;y\"/>",
                "<t:ParentFolderId Id='\u0002'/>",
                "<t:Mailbox xmlns:t='http://schemas\u0001'/>"
            })
    void aTagWithAControlCharacterIsNoTag(String id) {
        Call<GetItemResponseMessageType> call = Soap.read(
                EwsOperation.GET_ITEM,
                Soap.getItemAnswer(
                        Soap.success(EwsOperation.GET_ITEM, "<m:Items><t:Message>" + id + "</t:Message></m:Items>")));

        assertThat(call.fault().code()).isEqualTo(TransportException.BAD_ANSWER);
        assertThat(call.fault()).hasMessageContaining("has a control character in a tag");
    }

    @Test
    void everyLimitEndsInATypedFault() {
        String deep = "<t:Message>".repeat(40);
        StringBuilder attributes = new StringBuilder("<t:Message");
        for (int i = 0; i < 30; i++) {
            attributes.append(" a").append(i).append("='1'");
        }
        assertLimit("deep", items(deep));
        assertLimit("attributes", items(attributes + "/>"));
        assertLimit("tag", items("<t:Message a='" + "x".repeat(5000) + "'/>"));
        assertLimit("text", items("<t:Message><t:Subject>" + "x".repeat(20_000) + "</t:Subject></t:Message>"));
        assertLimit(
                "text", items("<t:Message><t:Subject><![CDATA[" + "x".repeat(20_000) + "]]></t:Subject></t:Message>"));
        assertLimit("XML", items("<t:Message/>".repeat(5000)));
        assertLimit("XML", items("<!-- nothing -->".repeat(5000)));
        assertLimit("XML", items("<?nothing at all?>".repeat(5000)));
        StringBuilder names = new StringBuilder("<t:Message>");
        StringBuilder attributeNames = new StringBuilder("<t:Message>");
        for (int i = 0; i < 2000; i++) {
            names.append("<n").append(i).append("/>");
            attributeNames.append("<n a").append(i).append("=''/>");
        }
        assertLimit("names", items(names.toString()));
        assertLimit("names", items(attributeNames.toString()));
        assertLimit("elements", items("<a/>".repeat(9_995)));
    }

    @Test
    void theWholeAnswerIsLimitedAfterDecompression() {
        String large = Base64.getEncoder().encodeToString(new byte[600_000]);
        EwsLimits limits = new EwsLimits(
                10_000, 32, 4096, 20, 10_000, 40_000, 1 << 20, 100_000, Duration.ofMinutes(1), Duration.ofMinutes(1));
        Call<GetItemResponseMessageType> call = Soap.read(
                EwsOperation.GET_ITEM,
                new ByteArrayInputStream(
                        Soap.getItemAnswer(Soap.mail("a", large)).getBytes(UTF_8)),
                limits,
                1 << 20);
        assertThat(call.fault().code()).isEqualTo(TransportException.LIMIT);
        assertThat(call.fault()).hasMessageContaining("100000 bytes");
    }

    @Test
    void anAnswerThatDripsForeverEnds() {
        Clock slow = new Clock() {
            private long now;

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                now += 1000;
                return Instant.ofEpochMilli(now);
            }
        };
        CutContents contents = new CutContents(new ContentSpool(1000, spool, 1000));
        AnswerStream stream = new AnswerStream(
                new Trickle(Soap.getItemAnswer(Soap.mail("a", BASE64)).getBytes(UTF_8), 1),
                new EwsLimits(
                        10_000,
                        32,
                        4096,
                        20,
                        1 << 20,
                        1 << 20,
                        1 << 20,
                        1 << 20,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1)),
                contents,
                slow);

        assertThatThrownBy(stream::readAllBytes).isInstanceOf(EwsFault.class).hasMessageContaining("60000 ms");
    }

    @Test
    void noDocumentTypeNoEntityNoOtherEncoding() {
        String good = Soap.getItemAnswer(Soap.mail("a", BASE64));
        String start = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";
        List<String> hostile = new ArrayList<>(List.of(
                good.replace(start, start + "<!DOCTYPE s:Envelope [<!ENTITY a \"b\">]>"),
                good.replace(start, start + "<!DOCTYPE s SYSTEM \"file:///etc/passwd\">"),
                good.replace("subject of a", "&xxe;"),
                good.replace("Id=\"a\"", "Id=\"&xxe;\""),
                good.replace("subject of a", "<!ENTITY a \"b\">"),
                good.replace("utf-8", "UTF-7"),
                good.replace("utf-8", "IBM037"),
                good.replace("utf-8", "utf-16")));
        for (String answer : hostile) {
            Call<GetItemResponseMessageType> call = Soap.read(EwsOperation.GET_ITEM, answer);
            assertThat(call.fault()).as(answer).isNotNull();
            assertThat(call.fault().code()).isEqualTo(TransportException.BAD_ANSWER);
            assertThat(call.fault()).hasMessageContaining("EWS has none of this");
        }
        for (var charset : List.of(
                java.nio.charset.StandardCharsets.UTF_16,
                java.nio.charset.StandardCharsets.UTF_16LE,
                java.nio.charset.StandardCharsets.UTF_16BE)) {
            Call<GetItemResponseMessageType> call = Soap.read(EwsOperation.GET_ITEM, good.getBytes(charset));
            assertThat(call.fault().code()).isEqualTo(TransportException.BAD_ANSWER);
        }
    }

    private void assertLimit(String word, String answer) {
        EwsLimits limits = new EwsLimits(
                10_000, 32, 4096, 20, 10_000, 40_000, 1 << 20, 1 << 20, Duration.ofMinutes(1), Duration.ofMinutes(1));
        Call<GetItemResponseMessageType> call =
                Soap.read(EwsOperation.GET_ITEM, new ByteArrayInputStream(answer.getBytes(UTF_8)), limits, 1 << 20);
        assertThat(call.fault()).as(word).isNotNull();
        assertThat(call.fault().code()).isEqualTo(TransportException.LIMIT);
        assertThat(call.fault()).hasMessageContaining(word).hasMessageContaining("limit");
    }

    private static String items(String items) {
        return Soap.getItemAnswer(Soap.success(EwsOperation.GET_ITEM, "<m:Items>" + items + "</m:Items>"));
    }

    private static EwsLimits limits(int depth, int attributes, long text, long xml, long content) {
        return new EwsLimits(
                10_000,
                depth,
                64 << 10,
                attributes,
                text,
                xml,
                content,
                1 << 30,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1));
    }

    private Call<GetItemResponseMessageType> spooling(byte[] answer, EwsLimits limits) {
        Call<GetItemResponseMessageType> call = new Call<>(
                new CallContext("test", "anna@example.org", EwsOperation.GET_ITEM, "id"),
                EwsOperation.GET_ITEM,
                new SentContents(),
                limits,
                new ContentSpool(100_000, spool, limits.contentBytes()),
                Soap.CLOCK);
        call.answered(200, java.util.Map.of(), new ByteArrayInputStream(answer));
        return call;
    }

    private List<Path> spooledFiles() throws IOException {
        try (var files = Files.list(spool)) {
            return files.toList();
        }
    }

    private static ItemType item(Call<GetItemResponseMessageType> call, int index) {
        return call.answers().get(index).message().getItems().getItem().get(0);
    }

    private static String mime(Call<GetItemResponseMessageType> call, int index) throws IOException {
        assertThat(call.fault()).isNull();
        Content content =
                call.answers().get(index).mimeContent(item(call, index)).orElseThrow();
        return new String(content.toByteArray(), UTF_8);
    }

    /** Gives at most so many bytes at a time. */
    private static final class Trickle extends InputStream {
        private final byte[] bytes;
        private final int size;
        private int position;

        Trickle(byte[] bytes, int size) {
            this.bytes = bytes;
            this.size = size;
        }

        @Override
        public int read() {
            return position < bytes.length ? bytes[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int n = Math.min(Math.min(size, length), bytes.length - position);
            if (n <= 0) {
                return -1;
            }
            System.arraycopy(bytes, position, target, offset, n);
            position += n;
            return n;
        }
    }
}
