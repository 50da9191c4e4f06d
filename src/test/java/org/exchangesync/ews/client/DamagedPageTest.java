package org.exchangesync.ews.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.exchangesync.ews.client.messages.SyncFolderItemsResponseMessageType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.ews.client.types.SyncFolderItemsChangeType;
import org.exchangesync.ews.client.types.SyncFolderItemsCreateType;
import org.exchangesync.ews.client.types.SyncFolderItemsDeleteType;
import org.exchangesync.ews.client.types.SyncFolderItemsReadFlagType;
import org.exchangesync.ews.client.types.SyncFolderItemsUpdateType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of changes that was damaged anywhere on its way is refused, or says what it said: none of its changes is lost. */
class DamagedPageTest {
    private static final String PAGE = """
            <m:SyncState>c3RhdGUgYWZ0ZXI=</m:SyncState>
            <m:IncludesLastItemInRange>true</m:IncludesLastItemInRange>
            <m:Changes>
            <t:Create><t:CalendarItem><t:ItemId Id="AAMk1=" ChangeKey="CQAA1="/><t:ItemClass>IPM.Appointment</t:ItemClass>\
            <t:Size>1200</t:Size><t:DateTimeReceived>2026-03-01T10:00:00Z</t:DateTimeReceived></t:CalendarItem></t:Create>
            <t:Update><t:Message><t:ItemId Id="AAMk2=" ChangeKey="CQAA2="/><t:ItemClass>IPM.Note</t:ItemClass>\
            <t:Size>800</t:Size><t:DateTimeReceived>2026-03-01T11:00:00Z</t:DateTimeReceived></t:Message></t:Update>
            <t:Delete><t:ItemId Id="AAMk3=" ChangeKey="CQAA3="/></t:Delete>
            <t:ReadFlagChange><t:ItemId Id="AAMk4=" ChangeKey="CQAA4="/><t:IsRead>true</t:IsRead></t:ReadFlagChange>
            </m:Changes>
            """;

    private static final Map<String, byte[]> DAMAGES = Map.of(
            "control",
            new byte[] {1},
            "utf8",
            new byte[] {(byte) 0xC3, 0x28},
            "markup",
            "<<".getBytes(StandardCharsets.US_ASCII),
            "entity",
            "&;".getBytes(StandardCharsets.US_ASCII));

    @ParameterizedTest
    @ValueSource(strings = {"control", "utf8", "markup", "entity", "truncated"})
    void itIsRefusedOrSaysWhatItSaid(String damage) {
        byte[] whole = Soap.envelope(
                        Soap.answer(EwsOperation.SYNC_FOLDER_ITEMS, Soap.success(EwsOperation.SYNC_FOLDER_ITEMS, PAGE)))
                .getBytes(StandardCharsets.UTF_8);
        String said = said(whole);
        assertThat(said).contains("AAMk1=", "AAMk2=", "AAMk3=", "AAMk4=");
        List<String> wrong = new ArrayList<>();
        for (int at = 0; at < whole.length; at++) {
            String now = said(damaged(whole, at, damage));
            if (now != null && !now.equals(said)) {
                wrong.add(new String(whole, Math.max(0, at - 30), Math.min(30, at), StandardCharsets.UTF_8) + "☠"
                        + new String(whole, at, Math.min(20, whole.length - at), StandardCharsets.UTF_8) + " -> "
                        + now);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static byte[] damaged(byte[] whole, int at, String damage) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(whole, 0, at);
        if (!damage.equals("truncated")) {
            out.writeBytes(DAMAGES.get(damage));
            out.write(whole, at, whole.length - at);
        }
        return out.toByteArray();
    }

    /** What decides about items, or null where the answer is refused. */
    private static String said(byte[] answer) {
        try {
            Call<SyncFolderItemsResponseMessageType> call = Soap.read(EwsOperation.SYNC_FOLDER_ITEMS, answer);
            if (call.fault() != null
                    || call.answers().isEmpty()
                    || call.answers().get(0).fault().isPresent()) {
                return null;
            }
            SyncFolderItemsResponseMessageType page =
                    SyncPage.complete(call.answers().get(0)).message();
            return page.getSyncState() + " " + page.isIncludesLastItemInRange() + " "
                    + page.getChanges().getChange().stream()
                            .map(DamagedPageTest::said)
                            .collect(Collectors.joining(" "));
        } catch (EwsFault refused) {
            return null;
        }
    }

    private static String said(SyncFolderItemsChangeType change) {
        if (change instanceof SyncFolderItemsCreateType create) {
            return "create " + said(create.getItem());
        } else if (change instanceof SyncFolderItemsUpdateType update) {
            return "update " + said(update.getItem());
        } else if (change instanceof SyncFolderItemsDeleteType delete) {
            return "delete " + delete.getItemId().getId();
        }
        SyncFolderItemsReadFlagType flag = (SyncFolderItemsReadFlagType) change;
        return "read " + flag.getItemId().getId() + " " + flag.isIsRead();
    }

    private static String said(ItemType item) {
        return item.getItemId().getId() + " " + item.getItemClass() + " " + item.getDateTimeReceived();
    }
}
