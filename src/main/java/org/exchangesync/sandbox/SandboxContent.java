package org.exchangesync.sandbox;

import java.io.IOException;
import org.exchangesync.sandbox.store.MailStore;

/** Something that fills the mailboxes of a sandbox before it starts. */
@FunctionalInterface
public interface SandboxContent {
    /** Puts items into the mailboxes, which are there already. */
    void fill(MailStore store) throws IOException;
}
