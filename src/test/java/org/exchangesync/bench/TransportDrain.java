package org.exchangesync.bench;

import org.exchangesync.ews.client.EwsTransport;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.ItemContents;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.SyncState;
import org.exchangesync.transport.WellKnownFolder;

/** Drains by our transport without the engine: mails with their texts, recipients and attachments, as routes get them. */
final class TransportDrain {
    private static final long PAGE_BYTES = 16 << 20;

    private TransportDrain() {}

    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.read();
        ChangeQuery query = new ChangeQuery(
                FolderRef.of(WellKnownFolder.INBOX),
                ItemKind.EMAIL,
                SyncState.START,
                null,
                settings.page(),
                PAGE_BYTES);
        try (EwsTransport transport = new EwsTransport(Drain.connection(settings))) {
            Drain.run((mailbox, drain) -> {
                try (ChangeSession session = transport.changes(MailboxRef.of(mailbox), query)) {
                    drain(session, drain);
                }
            });
        }
    }

    private static void drain(ChangeSession session, Drain drain) {
        ChangePage page;
        do {
            page = session.next();
            page.changes().forEach(change -> {
                drain.came(((Email) change.item()).original().size());
                ItemContents.close(change);
            });
            session.committed(page);
        } while (!page.last());
    }
}
