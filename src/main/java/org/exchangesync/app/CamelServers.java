package org.exchangesync.app;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.exchangesync.check.Servers;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Discovered;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportComponent;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WireListener;

/** Reaches servers over the Camel components that the routes use. */
final class CamelServers implements Servers {
    private final CamelContext context;

    CamelServers(CamelContext context) {
        this.context = context;
    }

    private TransportComponent component(EmailServerProfile profile) {
        String scheme = profile.serverType().transport();
        if (context.getComponent(scheme) instanceof TransportComponent component) {
            return component;
        }
        throw new TransportException(
                TransportException.CONFIGURATION,
                "Profile '" + profile.name() + "': there is no component " + scheme + ": for servers of type "
                        + profile.serverType().label(),
                null);
    }

    @Override
    public Transport shared(EmailServerProfile profile, ConnectionSettings settings) {
        return component(profile).shared(settings);
    }

    @Override
    public Transport open(EmailServerProfile profile, ConnectionSettings settings, WireListener listener) {
        return component(profile).open(settings, listener);
    }

    @Override
    public Optional<Discovered> discover(EmailServerProfile profile, ConnectionSettings settings, MailboxRef mailbox) {
        return component(profile).discover(settings, mailbox);
    }
}
