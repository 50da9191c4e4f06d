package org.exchangesync.sync;

import org.exchangesync.item.Attachment;
import org.exchangesync.item.Change;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.Item;
import org.exchangesync.sync.MailboxCycle.FolderPlan;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeSession;

/** The reading of one folder within a cycle, page by page. Used by one thread at a time. */
final class FolderRun implements AutoCloseable {
    private final FolderPlan plan;
    private FolderState state;
    private ChangeSession session;
    private ChangePage page;
    private boolean more = true;

    FolderRun(FolderPlan plan, FolderState state) {
        this.plan = plan;
        this.state = state;
    }

    FolderPlan plan() {
        return plan;
    }

    FolderState state() {
        return state;
    }

    /** The state, whose version only our own commits raise, after a restart. */
    void restarted(FolderState restarted) {
        closeSession();
        state = restarted;
    }

    ChangeSession session() {
        return session;
    }

    ChangePage page() {
        if (page == null) {
            throw new IllegalStateException("no page of " + plan.folder() + " was read");
        }
        return page;
    }

    void received(ChangeSession open, ChangePage next) {
        session = open;
        page = next;
    }

    /** The page stands in the database. */
    void committed(FolderState saved) {
        state = saved;
        more = !page.last();
        if (session != null) {
            session.committed(page);
        }
        release();
    }

    boolean more() {
        return more;
    }

    /** Frees the page's spool files and the session. */
    @Override
    public void close() {
        release();
        closeSession();
    }

    private void closeSession() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    private void release() {
        if (page != null) {
            page.changes().forEach(FolderRun::release);
            page = null;
        }
    }

    private static void release(Change change) {
        release(change.original());
        Item item = change.item();
        if (item instanceof Email email) {
            release(email.original());
        }
        if (item != null) {
            for (Attachment attachment : item.attachments()) {
                release(attachment.content());
            }
        }
    }

    private static void release(Content content) {
        if (content != null) {
            content.close();
        }
    }
}
