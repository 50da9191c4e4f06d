package org.exchangesync.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.exchangesync.item.Change;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Samples;
import org.junit.jupiter.api.Test;

/** The contract holds as well where each page repeats what the page before it said. */
class RepeatingMemoryTransportTest extends MemoryTransportTest {
    RepeatingMemoryTransportTest() {
        server.repeatChanges(2);
    }

    @Test
    void aPageBeginsWithWhatThePageBeforeItSaid() {
        FolderRef inbox = FolderRef.of(WellKnownFolder.INBOX);
        ItemId id = arrive(Samples.email("one"));
        SyncState state = readFrom(inbox, ItemKind.EMAIL, SyncState.START).state();
        ItemId late = arrive(Samples.email("two"));
        List<Change> changes =
                readFrom(inbox, ItemKind.EMAIL, state).pages().get(0).changes();
        assertThat(changes).extracting(change -> change.id().id()).containsExactly(id.id(), late.id());
        assertThat(changes).extracting(Change::type).containsExactly(ChangeType.UPDATE, ChangeType.CREATE);
    }
}
