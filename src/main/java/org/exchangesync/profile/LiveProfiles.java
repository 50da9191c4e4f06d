package org.exchangesync.profile;

import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Connections;
import org.exchangesync.transport.MailboxRef;

/** The profiles and mailboxes as they are now. What is under way goes on with those it began with. Threadsafe. */
public final class LiveProfiles implements Connections {
    private volatile Profiles current;

    public LiveProfiles(Profiles current) {
        this.current = current;
    }

    /** Those of now. */
    public Profiles current() {
        return current;
    }

    /** From now on these hold. */
    public void replace(Profiles profiles) {
        current = profiles;
    }

    @Override
    public ConnectionSettings settings(String name, MailboxRef mailbox) {
        return current.settings(name, mailbox);
    }
}
