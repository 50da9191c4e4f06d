package org.exchangesync.ews;

import org.apache.camel.Category;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportEndpoint;
import org.exchangesync.transport.TransportOperation;

/**
 * Read and write the mailboxes of an Exchange server over Exchange Web Services (EWS): changes of email, appointments,
 * contacts and tasks as canonical items.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "ews",
        title = "Exchange Web Services",
        syntax = "ews:operation",
        category = {Category.MAIL, Category.WEBSERVICE},
        headersClass = EwsConstants.class)
public class EwsEndpoint extends TransportEndpoint implements EndpointServiceLocation {

    @UriParam
    private EwsConfiguration configuration;

    EwsEndpoint(String uri, EwsComponent component, TransportOperation operation, EwsConfiguration configuration) {
        super(uri, component, operation);
        this.configuration = configuration;
    }

    @Override
    public EwsConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public EwsComponent getComponent() {
        return (EwsComponent) super.getComponent();
    }

    @Override
    protected Transport transport(String profile, MailboxRef mailbox) {
        return getComponent().transport(profile, mailbox, configuration);
    }

    @Override
    protected String connectionLabel() {
        if (configuration.getConnection() != null) {
            return configuration.getConnection();
        }
        return configuration.isAutodiscover() ? "autodiscover" : configuration.getServiceUrl();
    }

    @Override
    public String getServiceUrl() {
        return configuration.getServiceUrl();
    }

    @Override
    public String getServiceProtocol() {
        return "https";
    }
}
