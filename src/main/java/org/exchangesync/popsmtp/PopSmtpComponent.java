package org.exchangesync.popsmtp;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Connections;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.SharedTransports;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportComponent;
import org.exchangesync.transport.WireListener;

/** The component {@code pop-smtp:}. All its endpoints share one transport for each connection. */
@Component("pop-smtp")
public class PopSmtpComponent extends TransportComponent {

    @Metadata
    private PopSmtpConfiguration configuration = new PopSmtpConfiguration();

    @Metadata(label = "advanced", autowired = true)
    private Connections connections;

    private final SharedTransports transports = new SharedTransports(settings -> open(settings, WireListener.NONE));

    @Override
    public Transport shared(ConnectionSettings settings) {
        return transports.of(settings);
    }

    @Override
    public Transport open(ConnectionSettings settings, WireListener listener) {
        return new PopSmtpTransport(settings, listener, registeredClock());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        PopSmtpEndpoint endpoint =
                new PopSmtpEndpoint(uri, this, operation("pop-smtp", remaining), configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The transport for a call: the message's connection, else the options' connection, else the options themselves. */
    Transport transport(String profile, MailboxRef mailbox, PopSmtpConfiguration options) {
        String name = profile != null ? profile : options.getConnection();
        if (name == null) {
            return transports.of(options.connectionSettings());
        }
        if (connections == null) {
            throw new IllegalArgumentException("connection '" + name + "' can't be looked up: bind a bean of type "
                    + Connections.class.getName()
                    + " in the registry, or describe the connection by server, username and password");
        }
        return transports.of(connections.settings(name, mailbox));
    }

    public PopSmtpConfiguration getConfiguration() {
        return configuration;
    }

    /** The options that hold for all endpoints unless they say otherwise. */
    public void setConfiguration(PopSmtpConfiguration configuration) {
        this.configuration = configuration;
    }

    public Connections getConnections() {
        return connections;
    }

    /** Knows the connections that the option connection and the header CamelTransportProfile name. */
    public void setConnections(Connections connections) {
        this.connections = connections;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        transports.close();
    }
}
