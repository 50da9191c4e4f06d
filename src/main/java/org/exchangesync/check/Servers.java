package org.exchangesync.check;

import java.util.Optional;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Discovered;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.WireListener;

/** How tests reach servers: over the transport that a profile's kind of server speaks. */
public interface Servers {

    /** The transport for a connection that the whole program shares; not to be closed. */
    Transport shared(EmailServerProfile profile, ConnectionSettings settings);

    /**
     * A transport of its own for one connection; to be closed.
     *
     * @param settings with the address of the server
     * @param listener hears what goes over the wire
     */
    Transport open(EmailServerProfile profile, ConnectionSettings settings, WireListener listener);

    /** Asks where the server of a mailbox is; empty where the transport knows no way to find servers. */
    Optional<Discovered> discover(EmailServerProfile profile, ConnectionSettings settings, MailboxRef mailbox);
}
