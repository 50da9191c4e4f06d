package org.exchangesync.popsmtp;

import org.apache.camel.Category;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportEndpoint;
import org.exchangesync.transport.TransportOperation;

/** Read the mail of a mailbox by POP3, page by page and each only once, and hand mail in by SMTP. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "pop-smtp",
        title = "POP3 and SMTP",
        syntax = "pop-smtp:operation",
        category = {Category.MAIL},
        headersClass = PopSmtpConstants.class)
public class PopSmtpEndpoint extends TransportEndpoint implements EndpointServiceLocation {

    @UriParam
    private PopSmtpConfiguration configuration;

    PopSmtpEndpoint(
            String uri, PopSmtpComponent component, TransportOperation operation, PopSmtpConfiguration configuration) {
        super(uri, component, operation);
        this.configuration = configuration;
    }

    @Override
    public PopSmtpConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public PopSmtpComponent getComponent() {
        return (PopSmtpComponent) super.getComponent();
    }

    @Override
    protected Transport transport(String profile, MailboxRef mailbox) {
        return getComponent().transport(profile, mailbox, configuration);
    }

    @Override
    protected String connectionLabel() {
        return configuration.getConnection() != null
                ? configuration.getConnection()
                : configuration.getServer() != null ? configuration.getServer() : configuration.getOutgoingServer();
    }

    @Override
    public String getServiceUrl() {
        return configuration.getServer();
    }

    @Override
    public String getServiceProtocol() {
        return "pop3";
    }
}
