package org.exchangesync.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.exchangesync.item.ChangeType;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Samples;
import org.junit.jupiter.api.Test;

/** The contract on the server in memory, and the awkwardness that tests can order from it. */
class MemoryTransportTest extends TransportContract {
    private static final FolderRef INBOX = FolderRef.of(WellKnownFolder.INBOX);

    protected final MemoryTransport server =
            new MemoryTransport().mailbox(ANNA.address()).mailbox(BEN.address());

    @Override
    protected Transport transport() {
        return server;
    }

    @Override
    protected ItemId arrive(Email mail) {
        return server.put(ANNA.address(), WellKnownFolder.INBOX, mail);
    }

    @Override
    protected void markRead(ItemId id) {
        server.markRead(ANNA.address(), id, true);
    }

    @Override
    protected ItemId arriveUnreadable() {
        ItemFault fault = new ItemFault("ErrorItemCorrupt", "the item is corrupt");
        return server.putUnreadable(ANNA.address(), WellKnownFolder.INBOX, ItemKind.EMAIL, fault, null);
    }

    @Test
    void expiredStatesAreRefusedAndReadingBeginsAnew() {
        ItemId id = arrive(Samples.email("one"));
        SyncState state = readFrom(INBOX, ItemKind.EMAIL, SyncState.START).state();
        server.expireStates();
        assertThatThrownBy(() -> readFrom(INBOX, ItemKind.EMAIL, state))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("ErrorInvalidSyncStateData");
        assertThat(readFrom(INBOX, ItemKind.EMAIL, SyncState.START).news()).containsOnlyKeys(id.id());
    }

    @Test
    void anItemThatLeavesTheWindowLooksDeletedAndOneThatEntersLooksNew() {
        server.window(item -> item.title().startsWith("in"));
        ItemId leaving = arrive(Samples.email("in"));
        ItemId entering = arrive(Samples.email("out"));
        Reading first = readFrom(INBOX, ItemKind.EMAIL, SyncState.START);
        assertThat(first.news()).containsOnlyKeys(leaving.id());
        server.replace(ANNA.address(), leaving, Samples.email("out"));
        server.replace(ANNA.address(), entering, Samples.email("in"));
        Reading second = readFrom(INBOX, ItemKind.EMAIL, first.state());
        assertThat(second.of(leaving).type()).isEqualTo(ChangeType.DELETE);
        assertThat(second.of(entering).type()).isEqualTo(ChangeType.CREATE);
    }

    @Test
    void orderedFaultsComeInOrderAndOnlyOnce() {
        server.failNext(TransportOperation.serverInfo, "ErrorServerBusy");
        server.failNext(TransportOperation.serverInfo, new IllegalStateException("bug"));
        assertThatThrownBy(() -> server.serverInfo(ANNA)).hasMessageContaining("ErrorServerBusy");
        assertThatThrownBy(() -> server.serverInfo(ANNA)).hasMessage("bug");
        assertThat(server.serverInfo(ANNA).product()).isEqualTo("Memory");
        assertThat(server.calls(TransportOperation.serverInfo)).isEqualTo(3);
    }

    @Test
    void aLostAnswerMeansThatTheCallTookEffect() {
        ItemId id = arrive(Samples.email("one"));
        server.loseNextAnswer(TransportOperation.move);
        assertThatThrownBy(() -> server.move(ANNA, id, FolderRef.of(WellKnownFolder.DELETED_ITEMS)))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.code()).isEqualTo(TransportException.NETWORK));
        assertThat(server.items(ANNA.address(), WellKnownFolder.DELETED_ITEMS)).hasSize(1);
    }

    @Test
    void aBrokenMailboxDoesNotConcernTheOthers() {
        server.failMailbox(ANNA.address(), "ErrorMailboxStoreUnavailable");
        assertThatThrownBy(() -> server.serverInfo(ANNA)).hasMessageContaining("ErrorMailboxStoreUnavailable");
        assertThat(server.serverInfo(BEN)).isNotNull();
        server.mendMailbox(ANNA.address());
        assertThat(server.serverInfo(ANNA)).isNotNull();
    }

    @Test
    void pagesAreCommittedInTheOrderInWhichTheyCame() {
        arrive(Samples.email("one"));
        arrive(Samples.email("two"));
        ChangeQuery query = new ChangeQuery(INBOX, ItemKind.EMAIL, SyncState.START, null, 1, 1 << 20);
        try (ChangeSession session = server.changes(ANNA, query)) {
            ChangePage first = session.next();
            ChangePage second = session.next();
            assertThatThrownBy(() -> session.committed(second)).isInstanceOf(IllegalStateException.class);
            session.committed(first);
            session.committed(second);
            assertThatThrownBy(() -> session.committed(second)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(server.committed()).hasSize(2);
    }

    @Test
    void twoIdsInARowDifferInCaseOnly() {
        ItemId one = arrive(Samples.email("one"));
        ItemId two = arrive(Samples.email("two"));
        assertThat(one.id()).isNotEqualTo(two.id()).isEqualToIgnoringCase(two.id());
    }
}
