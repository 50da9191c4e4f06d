package org.exchangesync.ews.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.exchangesync.ews.client.types.ItemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever bytes arrive, the end is a valid answer or a typed fault: never another exception, never an endless read. */
@Timeout(120)
class DamagedAnswersTest {
    private static final int FLIPS = 30;

    @Test
    void ownAnswersAreReadOrGiveTheirFault() {
        Samples.own().forEach(DamagedAnswersTest::assertRead);
    }

    @Test
    void everyAnswerOfTheReferenceIsReadOrGivesItsFault() {
        Map<String, byte[]> samples = Samples.reference();
        samples.forEach(DamagedAnswersTest::assertRead);
        assertThat(samples).hasSizeGreaterThan(100);
    }

    @Test
    void everyRecordedAnswerIsReadOrGivesItsFault() {
        Map<String, byte[]> recorded = Samples.recorded();
        recorded.forEach(DamagedAnswersTest::assertRead);
        assertThat(recorded).hasSizeGreaterThan(14);
    }

    @Test
    void everyRecordedChallengeIsAFaultThatNamesTheWaysToSignIn() {
        List<Samples.Recorded> challenges = Samples.exchanges().stream()
                .filter(answer -> answer.status() == 401)
                .toList();
        assertThat(challenges).isNotEmpty();
        for (Samples.Recorded challenge : challenges) {
            Call<?> call = new Call<>(
                    new CallContext("test", "anna@example.org", EwsOperation.GET_ITEM, "id"),
                    EwsOperation.GET_ITEM,
                    new SentContents(),
                    EwsLimits.DEFAULT,
                    new ContentSpool(1000, Soap.TMP, 1000),
                    Soap.CLOCK);
            call.answered(
                    challenge.status(),
                    challenge.headers(),
                    new ByteArrayInputStream(challenge.body().getBytes(StandardCharsets.UTF_8)));
            assertThat(call.fault().code()).isEqualTo("Http401");
            assertThat(call.fault().details()).containsEntry("WWW-Authenticate", "NTLM, Negotiate");
        }
    }

    @Test
    void ownAnswersCutAtEveryThirdByteGiveTypedFaults() {
        Samples.own().forEach((name, answer) -> {
            for (int length = 0; length < answer.length; length += 3) {
                assertTyped(name + " cut at " + length, Arrays.copyOf(answer, length), answer);
            }
        });
    }

    @Test
    void everyAnswerOfTheReferenceCutAtEachTagGivesTypedFaults() {
        Samples.reference().forEach(DamagedAnswersTest::cutAtEachTag);
    }

    @Test
    void everyRecordedAnswerCutAtEachTagGivesTypedFaults() {
        Samples.recorded().forEach(DamagedAnswersTest::cutAtEachTag);
    }

    @Test
    void ownAnswersWithFlippedBytesGiveTypedFaults() {
        Samples.own().forEach((name, answer) -> flip(name, answer, 10 * FLIPS));
    }

    @Test
    void everyAnswerOfTheReferenceWithFlippedBytesGivesTypedFaults() {
        Samples.reference().forEach((name, answer) -> flip(name, answer, FLIPS));
    }

    @Test
    void everyRecordedAnswerWithFlippedBytesGivesTypedFaults() {
        Samples.recorded().forEach((name, answer) -> flip(name, answer, FLIPS));
    }

    private static void assertRead(String name, byte[] answer) {
        EwsOperation<?, ?> operation = Samples.operation(answer);
        Call<?> call = Soap.read(operation, answer);
        String text = new String(answer, StandardCharsets.UTF_8);
        if (text.contains(":Fault>") || !text.contains(operation.answerName())) {
            assertThat(call.fault()).as(name).isNotNull();
            return;
        }
        assertThat(call.fault()).as(name).isNull();
        assertThat(call.answers()).as(name).hasSize(count(text, operation.name() + "ResponseMessage "));
        call.answers()
                .forEach(one -> assertThat(one.fault().isEmpty())
                        .as(name)
                        .isEqualTo(
                                one.received().orElseThrow().getResponseClass().equals("Success")));
    }

    private static int count(String text, String wanted) {
        return text.split("<\\w*:?" + wanted, -1).length - 1;
    }

    private static void cutAtEachTag(String name, byte[] answer) {
        for (int i = 0; i < answer.length; i++) {
            if (answer[i] == '<' || answer[i] == '>') {
                assertTyped(name + " cut at " + i, Arrays.copyOf(answer, i), answer);
            }
        }
    }

    private static void flip(String name, byte[] answer, int times) {
        Random random = new Random(name.hashCode());
        for (int n = 0; n < times; n++) {
            byte[] flipped = answer.clone();
            List<Integer> where = new ArrayList<>();
            for (int k = random.nextInt(3); k >= 0; k--) {
                int at = random.nextInt(flipped.length);
                flipped[at] = (byte) random.nextInt(256);
                where.add(at);
            }
            assertTyped(name + " flipped at " + where, flipped, answer);
        }
    }

    /** {@code answered} keeps every exception to itself but errors, so reading to here proves it; the rest is looked at. */
    private static void assertTyped(String what, byte[] damaged, byte[] whole) {
        EwsOperation<?, ?> operation = Samples.operation(whole);
        Call<?> call = Soap.read(operation, new ByteArrayInputStream(damaged), EwsLimits.DEFAULT, 1 << 20);
        if (call.fault() != null) {
            assertThat(call.fault().code()).as(what).matches("\\w{1,120}");
            assertThat(call.fault()).as(what).hasMessageContaining("anna@example.org");
            assertThat(call.fault().requestId()).as(what).isPresent();
        }
        call.answers().forEach(one -> touchContents(what, one));
        call.contents().close();
    }

    private static void touchContents(String what, EwsAnswer<?> answer) {
        if (answer.received().orElse(null)
                        instanceof org.exchangesync.ews.client.messages.GetItemResponseMessageType items
                && items.getItems() != null) {
            for (ItemType item : items.getItems().getItem()) {
                try {
                    answer.mimeContent(item);
                } catch (EwsFault damaged) {
                    assertThat(damaged.code()).as(what).isEqualTo(EwsFault.BAD_BASE64);
                }
            }
        }
    }
}
