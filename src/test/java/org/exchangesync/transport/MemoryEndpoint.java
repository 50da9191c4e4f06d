package org.exchangesync.transport;

import org.apache.camel.spi.UriParam;

/** {@code memory:operation}, with the options that all transports have. */
public final class MemoryEndpoint extends TransportEndpoint {
    @UriParam
    private TransportConfiguration configuration = new TransportConfiguration();

    MemoryEndpoint(String uri, MemoryComponent component, TransportOperation operation) {
        super(uri, component, operation);
    }

    @Override
    public TransportConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    protected Transport transport(String profile, MailboxRef mailbox) {
        return ((MemoryComponent) getComponent()).transport(profile);
    }

    @Override
    protected String connectionLabel() {
        return "memory";
    }
}
