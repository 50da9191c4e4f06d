package org.exchangesync.ews.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.types.ItemIdType;
import org.exchangesync.transport.TransportException;
import org.junit.jupiter.api.Test;

class ItemRescueTest {
    private static final String MIME = Base64.getEncoder().encodeToString("Subject: x\r\n\r\n".getBytes(UTF_8));
    private final List<List<String>> asked = new ArrayList<>();

    @Test
    void oneItemThatBreaksTheAnswerCostsOnlyItself() {
        EwsAnswers<GetItemResponseMessageType> answers =
                new ItemRescue(serverBreakingAt(Set.of("c", "e"))).getItems(Soap.getItem("a", "b", "c", "d", "e", "f"));

        assertThat(answers.stream().map(ItemRescueTest::outcome))
                .containsExactly("a", "b", EwsFault.ITEM_CORRUPT, "d", EwsFault.ITEM_CORRUPT, "f");
        List<List<String>> calls = new ArrayList<>();
        calls.add(List.of("a", "b", "c", "d", "e", "f"));
        calls.addAll(Collections.nCopies(ItemRescue.ALONE, List.of("c")));
        calls.add(List.of("d", "e", "f"));
        calls.addAll(Collections.nCopies(ItemRescue.ALONE, List.of("e")));
        calls.add(List.of("f"));
        assertThat(asked).isEqualTo(calls);
    }

    @Test
    void anAnswerThatWasDamagedOnItsWayIsAskedForAgain() {
        EwsAnswers<GetItemResponseMessageType> answers = new ItemRescue(request -> {
                    List<String> ids = note(request);
                    return asked.size() < 3 ? Soap.read(EwsOperation.GET_ITEM, "<s:Env") : answer(ids);
                })
                .getItems(Soap.getItem("a"));

        assertThat(answers.stream().map(ItemRescueTest::outcome)).containsExactly("a");
    }

    @Test
    void anItemThatIsFineAloneIsKept() {
        EwsAnswers<GetItemResponseMessageType> answers = new ItemRescue(request -> {
                    List<String> ids = note(request);
                    return ids.size() > 2
                            ? Soap.read(EwsOperation.GET_ITEM, Soap.getItemAnswer(Soap.mail(ids.get(0), MIME)))
                            : answer(ids);
                })
                .getItems(Soap.getItem("a", "b", "c", "d"));

        assertThat(answers.stream().map(ItemRescueTest::outcome)).containsExactly("a", "b", "c", "d");
    }

    @Test
    void anEmptyAnswerIsAFaultOfItsItem() {
        String empty = Soap.success(EwsOperation.GET_ITEM, "<m:Items/>");
        EwsAnswers<GetItemResponseMessageType> answers = new ItemRescue(
                        request -> Soap.read(EwsOperation.GET_ITEM, Soap.getItemAnswer(Soap.mail("a", MIME), empty)))
                .getItems(Soap.getItem("a", "b"));

        assertThat(answers.stream().map(ItemRescueTest::outcome)).containsExactly("a", EwsFault.ITEM_CORRUPT);
    }

    @Test
    void moreAnswersThanQuestionsAreDropped() {
        EwsAnswers<GetItemResponseMessageType> answers =
                new ItemRescue(request -> answer(List.of("a", "b", "c"))).getItems(Soap.getItem("a", "b"));

        assertThat(answers.stream().map(ItemRescueTest::outcome)).containsExactly("a", "b");
    }

    @Test
    void aServerThatOnlyAnswersNonsenseEndsInItsFault() {
        ItemRescue rescue = new ItemRescue(request -> {
            note(request);
            return Soap.read(EwsOperation.GET_ITEM, "nonsense");
        });

        assertThatThrownBy(() -> rescue.getItems(Soap.getItem("a", "b", "c", "d", "e", "f")))
                .isInstanceOf(EwsFault.class)
                .extracting(fault -> ((EwsFault) fault).code())
                .isEqualTo(TransportException.BAD_ANSWER);
        assertThat(asked).hasSizeLessThanOrEqualTo(3 * (1 + ItemRescue.ALONE));
    }

    @Test
    void aFaultOfTheWholeCallIsNotBlamedOnAnItem() {
        ItemRescue rescue = new ItemRescue(request -> {
            note(request);
            return Soap.read(EwsOperation.GET_ITEM, Soap.resource("Fault-busy.xml"));
        });

        assertThatThrownBy(() -> rescue.getItems(Soap.getItem("a", "b")))
                .extracting(fault -> ((EwsFault) fault).code())
                .isEqualTo("ErrorServerBusy");
        assertThat(asked).hasSize(1);
    }

    private java.util.function.Function<GetItem, Call<GetItemResponseMessageType>> serverBreakingAt(Set<String> bad) {
        return request -> {
            List<String> ids = note(request);
            StringBuilder messages = new StringBuilder();
            for (String id : ids) {
                if (bad.contains(id)) {
                    return Soap.read(
                            EwsOperation.GET_ITEM,
                            Soap.getItemAnswer(messages + "<m:GetItemResponseMessage ResponseClass=\"Success\"><<<"));
                }
                messages.append(Soap.mail(id, MIME));
            }
            return answer(ids);
        };
    }

    private List<String> note(GetItem request) {
        List<String> ids = request.getItemIds().getId().stream()
                .map(id -> ((ItemIdType) id).getId())
                .toList();
        asked.add(ids);
        return ids;
    }

    private static Call<GetItemResponseMessageType> answer(List<String> ids) {
        return Soap.read(
                EwsOperation.GET_ITEM,
                Soap.getItemAnswer(ids.stream().map(id -> Soap.mail(id, MIME)).toArray(String[]::new)));
    }

    private static String outcome(EwsAnswer<GetItemResponseMessageType> answer) {
        return answer.fault()
                .map(TransportException::code)
                .orElseGet(() ->
                        answer.message().getItems().getItem().get(0).getItemId().getId());
    }
}
