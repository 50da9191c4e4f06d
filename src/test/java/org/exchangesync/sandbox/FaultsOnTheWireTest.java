package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.exchangesync.sandbox.RawConnection.Answer;
import org.exchangesync.sandbox.fault.FaultKind;
import org.exchangesync.sandbox.fault.FaultRule;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.XmlException;
import org.exchangesync.sandbox.xml.XmlReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What faults do to an answer, byte by byte. */
class FaultsOnTheWireTest {
    @RegisterExtension
    static final SandboxExtension SANDBOX = new SandboxExtension();

    private static final Pattern CONTENT = Pattern.compile("<t:MimeContent[^>]*>([^<]*)");
    private static final String GET_INBOX = """
            <m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>
            <m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>""";

    private static String getMails;

    @BeforeAll
    static void deliver() throws IOException {
        for (String subject : List.of("one", "two", "three")) {
            SANDBOX.server().deliver(ANNA, Mailboxes.mail(subject + " " + "x".repeat(3000)));
        }
        StringBuilder ids = new StringBuilder();
        for (StoredItem item : SANDBOX.server().items(ANNA, "inbox")) {
            ids.append("<t:ItemId Id=\"").append(item.id()).append("\"/>");
        }
        getMails = "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:IncludeMimeContent>true"
                + "</t:IncludeMimeContent></m:ItemShape><m:ItemIds>" + ids + "</m:ItemIds></m:GetItem>";
    }

    @AfterEach
    void clear() {
        SANDBOX.server().faults().clear();
    }

    private static long add(FaultRule rule) {
        return SANDBOX.server().faults().add(rule);
    }

    private static Answer ask(String operation, String... headers) throws IOException {
        return RawConnection.ask(SANDBOX.server(), ANNA, operation, headers);
    }

    private static void assertReadable(String body) {
        assertThatCode(() -> XmlReader.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1))))
                .doesNotThrowAnyException();
    }

    private static List<String> contents(String body) {
        List<String> found = new ArrayList<>();
        Matcher matcher = CONTENT.matcher(body);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void withoutARuleAnAnswerIsWhole() throws IOException {
        Answer answer = ask(getMails);
        assertThat(answer.isWhole()).isTrue();
        assertThat(answer.headers()).startsWith("HTTP/1.1 200 OK\r\n").contains("Transfer-encoding: chunked");
        assertReadable(answer.body());
        assertThat(contents(answer.body())).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 100, 700})
    void anAnswerIsCutAtExactlyThatByteInTheMiddleOfItsHeadersToo(int bytes) throws IOException {
        Answer whole = ask(getMails);
        add(FaultRule.of(FaultKind.CUT).with("afterBytes", bytes));
        Answer answer = ask(getMails);
        assertThat(answer.bytes()).hasSize(bytes);
        assertThat(answer.isWhole()).isFalse();
        assertThat(whole.text()).startsWith(answer.text().substring(0, Math.min(bytes, 30)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5000, 9000})
    void aCutOfTheBodyCountsFromTheEndOfTheHeaders(int bytes) throws IOException {
        Answer whole = ask(getMails);
        add(FaultRule.of(FaultKind.CUT).with("in", "body").with("afterBytes", bytes));
        Answer answer = ask(getMails);
        assertThat(answer.headers()).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(answer.rawBody()).hasSize(bytes);
        assertThat(whole.rawBody()).startsWith(answer.rawBody());
        assertThat(answer.isWhole()).isFalse();
    }

    @Test
    void aCutOfTheContentLeavesSoMuchOfTheFirstMail() throws IOException {
        add(FaultRule.of(FaultKind.CUT).with("in", "content").with("afterBytes", 123));
        Answer answer = ask(getMails);
        assertThat(contents(answer.body())).hasSize(1);
        assertThat(contents(answer.body()).get(0)).hasSize(123);
        assertThat(answer.body()).endsWith(contents(answer.body()).get(0));
        assertThat(answer.isWhole()).isFalse();
    }

    @Test
    void anAnswerThatIsShorterThanTheCutPassesWhole() throws IOException {
        for (String in : List.of("answer", "body", "content")) {
            add(FaultRule.of(FaultKind.CUT).with("in", in).with("afterBytes", 1_000_000));
        }
        Answer answer = ask(getMails);
        assertThat(answer.isWhole()).isTrue();
        assertReadable(answer.body());
    }

    @Test
    void aZippedAnswerIsCutToo() throws IOException {
        add(FaultRule.of(FaultKind.CUT).with("in", "body").with("afterBytes", 600));
        Answer answer = ask(getMails, "Accept-Encoding: gzip");
        assertThat(answer.headers()).contains("Content-encoding: gzip");
        byte[] zipped = answer.body().getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes())
                .isInstanceOf(EOFException.class);
    }

    @Test
    void anAnswerThatWasCutWasPerformedAllTheSame() throws IOException {
        add(FaultRule.of(FaultKind.CUT).with("afterBytes", 0).operation("CreateFolder"));
        ask("<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id=\"inbox\"/></m:ParentFolderId><m:Folders>"
                + "<t:Folder><t:DisplayName>Cut</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>");
        assertThat(SANDBOX.server().items(ANNA, "Cut")).isEmpty();
    }

    @Test
    void theNextConnectionIsAsGoodAsEver() throws IOException {
        add(FaultRule.of(FaultKind.CUT).with("afterBytes", 50).count(1));
        assertThat(ask(GET_INBOX).bytes()).hasSize(50);
        assertReadable(ask(GET_INBOX).body());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9000, -1, -100})
    void theHeadersTellAnotherLengthThanTheAnswerHas(long by) throws IOException {
        int length = ask(GET_INBOX).body().length();
        add(FaultRule.of(FaultKind.WRONG_CONTENT_LENGTH).with("by", by));
        Answer answer = ask(GET_INBOX, "Accept-Encoding: gzip");
        assertThat(answer.headers().toLowerCase()).contains("\r\ncontent-length: " + (length + by) + "\r\n");
        assertThat(answer.rawBody()).hasSize(length);
        assertReadable(answer.rawBody());
    }

    @Test
    void aShortAnswerLiesAboutItsLengthAsWell() throws IOException {
        add(FaultRule.of(FaultKind.WRONG_CONTENT_LENGTH).with("by", 3));
        add(FaultRule.of(FaultKind.HTTP_STATUS).with("status", 503));
        Answer answer = ask(GET_INBOX);
        Matcher told = Pattern.compile("(?i)content-length: (\\d+)").matcher(answer.headers());
        assertThat(told.find()).isTrue();
        assertThat(Integer.parseInt(told.group(1))).isEqualTo(answer.rawBody().length() + 3);
    }

    @Test
    void whatALengthTooSmallLeftOverStandsBeforeTheNextAnswer() throws IOException {
        add(FaultRule.of(FaultKind.WRONG_CONTENT_LENGTH).with("by", -10).count(1));
        try (RawConnection connection = new RawConnection(SANDBOX.server())) {
            connection.send(ANNA, GET_INBOX);
            Matcher told = Pattern.compile("(?i)content-length: (\\d+)").matcher(connection.readHeaders());
            assertThat(told.find()).isTrue();
            connection.read(Integer.parseInt(told.group(1)));
            connection.send(ANNA, GET_INBOX);
            assertThat(connection.read(26)).isEqualTo("</s:Envelope>".substring(3) + "HTTP/1.1 200 OK\r");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"any", "control", "utf8", "markup", "entity", "truncated"})
    void damagedXmlIsNoXmlWhateverTheSeedAndTheSameForTheSame(String as) throws IOException {
        Set<String> different = new HashSet<>();
        for (long seed = 1; seed <= 6; seed++) {
            FaultRule rule = FaultRule.of(FaultKind.DAMAGED_XML).with("as", as).seed(seed);
            List<String> bodies = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                long id = add(rule);
                Answer answer = ask(GET_INBOX);
                assertThat(answer.isWhole()).isTrue();
                bodies.add(answer.body());
                SANDBOX.server().faults().remove(id);
            }
            byte[] damaged = bodies.get(0).getBytes(StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> XmlReader.read(new ByteArrayInputStream(damaged)))
                    .as("seed %d: %s", seed, bodies.get(0))
                    .isInstanceOf(XmlException.class);
            assertThat(bodies.get(0)).isEqualTo(bodies.get(1));
            different.add(bodies.get(0));
        }
        assertThat(different).hasSizeGreaterThan(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"any", "character", "length", "padding"})
    void damagedBase64SpoilsSoManyContentsAndNothingElse(String as) throws IOException {
        for (long seed = 1; seed <= 6; seed++) {
            long id = add(FaultRule.of(FaultKind.DAMAGED_BASE64)
                    .with("as", as)
                    .with("contents", seed % 2 == 0 ? 1 : 2)
                    .seed(seed));
            Answer answer = ask(getMails);
            SANDBOX.server().faults().remove(id);
            assertReadable(answer.body());
            assertThat(contents(answer.body()).stream()
                            .filter(c -> !isBase64(c))
                            .count())
                    .as("seed %d", seed)
                    .isEqualTo(seed % 2 == 0 ? 1 : 2);
        }
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "space", "content"})
    void anAnswerIsAsLongAsItIsToldToBeAndStillFollowsTheSchema(String in) throws IOException {
        add(FaultRule.of(FaultKind.OVERSIZE).with("in", in).with("bytes", 3_000_000));
        Answer answer = ask(getMails);
        assertThat(answer.body()).hasSizeGreaterThan(3_000_000);
        AnswerSchema.check(answer.body().getBytes(StandardCharsets.ISO_8859_1));
        assertThat(contents(answer.body())).hasSize(3).allMatch(FaultsOnTheWireTest::isBase64);
    }

    @Test
    void severalFaultsMayHitOneAnswer() throws IOException {
        add(FaultRule.of(FaultKind.DAMAGED_XML).with("as", "control"));
        add(FaultRule.of(FaultKind.CUT).with("in", "content").with("afterBytes", 10));
        add(FaultRule.of(FaultKind.OVERSIZE).with("bytes", 5000));
        add(FaultRule.of(FaultKind.SLOW_BYTES).with("bytesPerSecond", 1_000_000));
        Answer answer = ask(getMails);
        assertThat(answer.isWhole()).isFalse();
        assertThat(answer.body()).contains("\u0001").hasSizeGreaterThan(5000);
    }
}
