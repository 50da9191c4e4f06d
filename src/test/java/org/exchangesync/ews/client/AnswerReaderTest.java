package org.exchangesync.ews.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.exchangesync.ews.client.messages.CreateItemResponseMessageType;
import org.exchangesync.ews.client.messages.FindFolderResponseMessageType;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.messages.SyncFolderItemsResponseMessageType;
import org.exchangesync.ews.client.types.CalendarItemType;
import org.exchangesync.ews.client.types.EndDateRecurrenceRangeType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.ews.client.types.MessageType;
import org.exchangesync.ews.client.types.SyncFolderItemsChangeType;
import org.exchangesync.ews.client.types.SyncFolderItemsCreateType;
import org.exchangesync.ews.client.types.SyncFolderItemsDeleteType;
import org.exchangesync.ews.client.types.SyncFolderItemsReadFlagType;
import org.exchangesync.ews.client.types.SyncFolderItemsUpdateType;
import org.exchangesync.ews.client.types.WeeklyRecurrencePatternType;
import org.exchangesync.transport.TransportException;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {

    @Test
    void aBatchGivesItemsAndFaultsInTheOrderOfTheRequest() throws Exception {
        Call<GetItemResponseMessageType> call =
                Soap.read(EwsOperation.GET_ITEM, Soap.resource("GetItemResponse-mixed.xml"));

        assertThat(call.fault()).isNull();
        assertThat(call.answers()).hasSize(3);
        MessageType mail = (MessageType) item(call, 0);
        assertThat(mail.getSubject()).isEqualTo("Grüße");
        assertThat(mail.getCategories().getString()).containsExactly("Red & blue");
        assertThat(mail.getExtendedProperty().get(0).getValue()).isEqualTo("key-1");
        assertThat(new String(
                        call.answers().get(0).mimeContent(mail).orElseThrow().toByteArray(), UTF_8))
                .startsWith("From: Anna Example");
        EwsFault gone = call.answers().get(1).fault().orElseThrow();
        assertThat(gone.code()).isEqualTo("ErrorItemNotFound");
        assertThat(gone)
                .hasMessage(
                        "Connection 'test', mailbox anna@example.org, GetItem: The specified object was not found in the"
                                + " store. (ErrorItemNotFound)");
        assertThatThrownBy(() -> call.answers().get(1).message()).isSameAs(gone);
        assertThat(item(call, 2)).isInstanceOf(CalendarItemType.class);
    }

    @Test
    void datesAndUnknownCodesArriveAsTheyWereSent() {
        Call<GetItemResponseMessageType> call =
                Soap.read(EwsOperation.GET_ITEM, Soap.resource("GetItemResponse-mixed.xml"));

        CalendarItemType meeting = (CalendarItemType) item(call, 2);
        assertThat(meeting.getStart()).isEqualTo("2026-03-02T09:00:00+01:00");
        assertThat(meeting.getEnd()).isEqualTo("2026-03-02T09:30:00.1234567");
        assertThat(meeting.getLegacyFreeBusyStatus()).isEqualTo("NewStatusOfTomorrow");
        WeeklyRecurrencePatternType weekly =
                (WeeklyRecurrencePatternType) meeting.getRecurrence().getPattern();
        assertThat(weekly.getInterval()).isEqualTo(2);
        assertThat(weekly.getDaysOfWeek()).containsExactly("Monday", "Wednesday");
        EndDateRecurrenceRangeType range =
                (EndDateRecurrenceRangeType) meeting.getRecurrence().getRange();
        assertThat(range.getStartDate()).isEqualTo("2026-03-02Z");
        assertThat(meeting.getModifiedOccurrences().getOccurrence().get(0).getOriginalStart())
                .isEqualTo("2026-03-16T08:00:00Z");
    }

    @Test
    void changesKeepTheirOrderAndAnUnreadableNumberSpoilsOnlyItsItem() {
        Call<SyncFolderItemsResponseMessageType> call =
                Soap.read(EwsOperation.SYNC_FOLDER_ITEMS, Soap.resource("SyncFolderItemsResponse-page.xml"));

        SyncFolderItemsResponseMessageType page = call.answers().get(0).message();
        List<SyncFolderItemsChangeType> changes = page.getChanges().getChange();
        assertThat(page.isIncludesLastItemInRange()).isFalse();
        assertThat(changes)
                .hasExactlyElementsOfTypes(
                        SyncFolderItemsCreateType.class,
                        SyncFolderItemsUpdateType.class,
                        SyncFolderItemsDeleteType.class,
                        SyncFolderItemsReadFlagType.class);
        ItemType created = ((SyncFolderItemsCreateType) changes.get(0)).getItem();
        ItemType updated = ((SyncFolderItemsUpdateType) changes.get(1)).getItem();
        assertThat(created.getSize()).isEqualTo(2048);
        assertThat(call.answers().get(0).flaw(created)).isEmpty();
        assertThat(updated.getItemId().getId()).isEqualTo("AAMk2=");
        EwsFault flaw = call.answers().get(0).flaw(updated).orElseThrow();
        assertThat(flaw.code()).isEqualTo(EwsFault.ITEM_CORRUPT);
        assertThat(flaw).hasMessageContaining("not a number");
    }

    @Test
    void anUnreadableSwitchSpoilsItsItemToo() {
        Call<GetItemResponseMessageType> call =
                items("<t:Message><t:ItemId Id=\"a\"/><t:IsRead>perhaps</t:IsRead></t:Message>");

        assertThat(call.answers().get(0).flaw(item(call, 0))).isPresent();
    }

    @Test
    void elementsInAnotherOrderAndUnknownOnesAreFine() {
        Call<GetItemResponseMessageType> call =
                items("<t:Message><t:Subject>late</t:Subject><t:Future><t:Deep>x</t:Deep>"
                        + "</t:Future><t:ItemId Id=\"a\" New=\"1\"/><x:Other xmlns:x=\"urn:x\"/><t:Body BodyType=\"HTML\">b</t:Body>"
                        + "</t:Message>");

        assertThat(call.fault()).isNull();
        assertThat(item(call, 0).getItemId().getId()).isEqualTo("a");
        assertThat(item(call, 0).getSubject()).isEqualTo("late");
        assertThat(item(call, 0).getBody().getValue()).isEqualTo("b");
        assertThat(call.answers().get(0).flaw(item(call, 0))).isEmpty();
    }

    @Test
    void manyUnknownElementsHideNoUnreadableValue() {
        Call<GetItemResponseMessageType> call = items(
                "<t:Message>" + "<t:Future/>".repeat(50) + "<t:ItemId Id=\"a\"/><t:Size>big</t:Size></t:Message>");

        assertThat(call.answers().get(0).flaw(item(call, 0))).isPresent();
    }

    @Test
    void foldersOfAllKindsAreRead() {
        Call<FindFolderResponseMessageType> call =
                Soap.read(EwsOperation.FIND_FOLDER, Soap.resource("FindFolderResponse-page.xml"));

        assertThat(call.answers().get(0).message().getRootFolder().getFolders().getFolder())
                .extracting(folder -> folder.getDisplayName())
                .containsExactly("Undeliverable", "Kalender");
        assertThat(call.version()).isEqualTo(new ServerVersion(15, 1, 2507, 6, "V2017_07_11"));
        assertThat(call.version().product()).isEqualTo("Exchange2016");
        assertThat(call.version().build()).isEqualTo("15.1.2507.6");
    }

    @Test
    void aBusyServerBehindAnInternalErrorIsABusyServer() {
        Call<CreateItemResponseMessageType> call =
                Soap.read(EwsOperation.CREATE_ITEM, Soap.resource("CreateItemResponse-busy.xml"));

        EwsFault fault = call.answers().get(0).fault().orElseThrow();
        assertThat(fault.code()).isEqualTo("ErrorServerBusy");
        assertThat(fault.backOff()).contains(Duration.ofMillis(298847));
    }

    @Test
    void aSoapFaultTellsCodeBackOffAndRequestId() {
        Call<GetItemResponseMessageType> call = Soap.read(EwsOperation.GET_ITEM, Soap.resource("Fault-busy.xml"));

        assertThat(call.fault().code()).isEqualTo("ErrorServerBusy");
        assertThat(call.fault().backOff()).contains(Duration.ofMillis(12345));
        assertThat(call.fault().requestId()).contains("sent-id");
        assertThat(call.fault().details()).containsEntry("BackOffMilliseconds", "12345");
    }

    @Test
    void soapFaultsOfManyShapesAreRead() {
        String soap12 = Soap.envelope(
                        "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text>no</s:Text>"
                                + "</s:Reason></s:Fault>")
                .replace(Namespaces.SOAP_11, Namespaces.SOAP_12);
        assertThat(Soap.read(EwsOperation.GET_ITEM, soap12).fault())
                .hasMessageContaining("GetItem: no")
                .extracting(TransportException::code)
                .isEqualTo(TransportException.BAD_ANSWER);
        String codeOnly = Soap.envelope("<s:Fault><faultcode>x:ErrorAccessDenied</faultcode></s:Fault>");
        assertThat(Soap.read(EwsOperation.GET_ITEM, codeOnly).fault().code()).isEqualTo("ErrorAccessDenied");
        String empty = Soap.envelope("<s:Fault/>");
        assertThat(Soap.read(EwsOperation.GET_ITEM, empty).fault().code()).isEqualTo(TransportException.BAD_ANSWER);
        String path = Soap.envelope(
                Soap.fault(
                        "ErrorInvalidPropertyRequest",
                        "no",
                        "<t:MessageXml><t:FieldURI FieldURI=\"item:Body\"/><t:Violation>too long</t:Violation></t:MessageXml>"));
        EwsFault fault = Soap.read(EwsOperation.GET_ITEM, path).fault();
        assertThat(fault.details()).containsEntry("FieldURI", "item:Body").containsEntry("Violation", "too long");
        assertThat(fault).hasMessageContaining("too long");
    }

    @Test
    void anErrorNamesThePropertyAtFault() {
        String[] paths = {
            "<t:FieldURI FieldURI=\"item:Body\"/>", "item:Body",
            "<t:IndexedFieldURI FieldURI=\"contacts:EmailAddress\" FieldIndex=\"EmailAddress4\"/>",
                    "contacts:EmailAddress:EmailAddress4",
            "<t:ExtendedFieldURI PropertyTag=\"0x1035\" PropertyType=\"String\"/>", "0x1035",
            "<t:ExceptionFieldURI FieldURI=\"attachment:Name\"/>", "attachment:Name",
            "<x:Other xmlns:x=\"urn:x\"><x:FieldURI FieldURI=\"item:Size\"/></x:Other>", "item:Size",
        };
        for (int i = 0; i < paths.length; i += 2) {
            Call<GetItemResponseMessageType> call = Soap.read(
                    EwsOperation.GET_ITEM,
                    Soap.getItemAnswer(Soap.error(
                            EwsOperation.GET_ITEM,
                            "ErrorInvalidPropertyRequest",
                            "no",
                            "<m:MessageXml>" + paths[i] + "</m:MessageXml>")));
            assertThat(call.answers().get(0).fault().orElseThrow().details())
                    .as(paths[i])
                    .containsEntry("FieldURI", paths[i + 1]);
        }
    }

    @Test
    void aPageOfChangesWithAHoleIsRefused() {
        String state = "<m:SyncState>s</m:SyncState>";
        String last = "<m:IncludesLastItemInRange>true</m:IncludesLastItemInRange>";
        SyncPage.complete(page(state + last));
        SyncPage.complete(page(state + last + "<m:Changes><t:Delete><t:ItemId Id='a'/></t:Delete></m:Changes>"));
        String[] holes = {
            last,
            state,
            "<m:SyncState> </m:SyncState>" + last,
            state + last + "<m:Changes><t:Create/></m:Changes>",
            state + last + "<m:Changes><t:Update><t:Message/></t:Update></m:Changes>",
            state + last + "<m:Changes><t:Create><t:Message><t:ItemId/></t:Message></t:Create></m:Changes>",
            state + last + "<m:Changes><t:Delete/></m:Changes>",
            state + last + "<m:Changes><t:Delete><t:ItemId Id=' '/></t:Delete></m:Changes>",
            state + last + "<m:Changes><t:Delete><t:ItemId Id='" + "x".repeat(1025) + "'/></t:Delete></m:Changes>",
            state + last + "<m:Changes><t:ReadFlagChange><t:ItemId Id='a'/></t:ReadFlagChange></m:Changes>",
            state + last + "<m:Changes><t:ReadFlagChange><t:IsRead>true</t:IsRead></t:ReadFlagChange></m:Changes>",
        };
        for (String hole : holes) {
            assertThatThrownBy(() -> SyncPage.complete(page(hole)))
                    .as(hole)
                    .isInstanceOf(EwsFault.class)
                    .hasMessageContaining("page of changes");
        }
    }

    private static EwsAnswer<SyncFolderItemsResponseMessageType> page(String content) {
        return Soap.read(
                        EwsOperation.SYNC_FOLDER_ITEMS,
                        Soap.envelope(Soap.answer(
                                EwsOperation.SYNC_FOLDER_ITEMS, Soap.success(EwsOperation.SYNC_FOLDER_ITEMS, content))))
                .answers()
                .get(0);
    }

    @Test
    void answersThatAreNoneAreTypedFaults() {
        String[] bodies = {
            "",
            "<m:FindItemResponse/>",
            "<m:GetItemResponse/>",
            "<x:GetItemResponse xmlns:x='urn:x'><m:ResponseMessages/></x:GetItemResponse>",
        };
        for (String body : bodies) {
            assertBadAnswer(Soap.envelope(body));
        }
        assertBadAnswer("");
        assertBadAnswer(" ");
        assertBadAnswer("OK");
        assertBadAnswer("{\"error\":{}}");
        assertBadAnswer("<Autodiscover/>");
        assertBadAnswer("<s:Envelope xmlns:s='" + Namespaces.SOAP_11 + "'/>");
        assertBadAnswer("<s:Envelope xmlns:s='urn:soap'><s:Body/></s:Envelope>");
        assertBadAnswer(Soap.getItemAnswer("<m:GetItemResponseMessage ResponseClass='Error'/>"), 0);
        assertBadAnswer(Soap.getItemAnswer("<m:GetItemResponseMessage ResponseClass='Strange'><m:ResponseCode/>"), -1);
    }

    @Test
    void anAnswerWithoutClassIsJudgedByItsCode() {
        Call<GetItemResponseMessageType> call = Soap.read(
                EwsOperation.GET_ITEM,
                Soap.getItemAnswer(
                        "<m:GetItemResponseMessage><m:ResponseCode> NoError </m:ResponseCode></m:GetItemResponseMessage>",
                        "<m:GetItemResponseMessage><m:ResponseCode>ErrorOfTomorrow</m:ResponseCode></m:GetItemResponseMessage>",
                        "<m:GetItemResponseMessage ResponseClass='Warning'><m:ResponseCode>ErrorBatchProcessingStopped"
                                + "</m:ResponseCode></m:GetItemResponseMessage>",
                        "<m:GetItemResponseMessage ResponseClass='Warning'><m:ResponseCode>ErrorNameResolutionMultipleResults"
                                + "</m:ResponseCode></m:GetItemResponseMessage>"));

        assertThat(call.answers().stream()
                        .map(answer ->
                                answer.fault().map(TransportException::code).orElse("fine")))
                .containsExactly("fine", "ErrorOfTomorrow", "ErrorBatchProcessingStopped", "fine");
    }

    private static void assertBadAnswer(String answer) {
        assertBadAnswer(answer, -1);
    }

    /** @param message the index of the response message that is the fault, or -1 for the whole call */
    private static void assertBadAnswer(String answer, int message) {
        Call<GetItemResponseMessageType> call = Soap.read(EwsOperation.GET_ITEM, answer);
        EwsFault fault =
                message < 0 ? call.fault() : call.answers().get(message).fault().orElse(null);
        assertThat(fault).as(answer).isNotNull();
        assertThat(fault.code()).as(answer).isEqualTo(TransportException.BAD_ANSWER);
    }

    private static Call<GetItemResponseMessageType> items(String items) {
        return Soap.read(
                EwsOperation.GET_ITEM,
                Soap.getItemAnswer(Soap.success(EwsOperation.GET_ITEM, "<m:Items>" + items + "</m:Items>")));
    }

    private static ItemType item(Call<GetItemResponseMessageType> call, int index) {
        return call.answers().get(index).message().getItems().getItem().get(0);
    }
}
