package org.exchangesync.ews;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.exchangesync.ews.autodiscover.Attempt;
import org.exchangesync.ews.autodiscover.Autodiscover;
import org.exchangesync.ews.autodiscover.AutodiscoverResult;
import org.exchangesync.ews.autodiscover.DiscoveringTransport;
import org.exchangesync.ews.autodiscover.ServerFinder;
import org.exchangesync.ews.client.EwsTransport;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Connections;
import org.exchangesync.transport.Discovered;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.MemoryServerLocations;
import org.exchangesync.transport.ServerLocations;
import org.exchangesync.transport.SharedTransports;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportComponent;
import org.exchangesync.transport.WireListener;

/** The component {@code ews:}. All its endpoints share one transport for each connection. */
@Component("ews")
public class EwsComponent extends TransportComponent {

    @Metadata
    private EwsConfiguration configuration = new EwsConfiguration();

    @Metadata(label = "advanced", autowired = true)
    private Connections connections;

    @Metadata(label = "advanced", autowired = true)
    private ServerLocations serverLocations;

    private final SharedTransports transports;
    private final Function<ConnectionSettings, Transport> servers;
    private final Autodiscover autodiscover;
    private final Clock clock;
    private ServerFinder finder;

    public EwsComponent() {
        this(EwsTransport::new);
    }

    /** Over another way to speak to servers, for tests. */
    public EwsComponent(Function<ConnectionSettings, Transport> transportFactory) {
        this(transportFactory, new Autodiscover(), null);
    }

    /** @param clock tells when what Autodiscover found is too old; null for that of the registry, or the machine's */
    EwsComponent(Function<ConnectionSettings, Transport> transportFactory, Autodiscover autodiscover, Clock clock) {
        this.servers = transportFactory;
        this.autodiscover = autodiscover;
        this.clock = clock;
        this.transports = new SharedTransports(this::open);
    }

    /** The transport of one server, or of those that Autodiscover finds. */
    private Transport open(ConnectionSettings settings) {
        return settings.url() != null
                ? servers.apply(settings)
                : new DiscoveringTransport(settings, serverFinder(), this::transport);
    }

    private Transport transport(ConnectionSettings settings) {
        return transports.of(settings);
    }

    /** Finds the servers of mailboxes whose connection names none; shared by all endpoints. */
    public synchronized ServerFinder serverFinder() {
        if (finder == null) {
            ServerLocations locations = serverLocations != null ? serverLocations : new MemoryServerLocations();
            finder = new ServerFinder(autodiscover, locations, clock());
        }
        return finder;
    }

    private Clock clock() {
        return clock != null ? clock : registeredClock();
    }

    @Override
    public Transport shared(ConnectionSettings settings) {
        return transports.of(settings);
    }

    @Override
    public Transport open(ConnectionSettings settings, WireListener listener) {
        return new EwsTransport(settings, listener, clock());
    }

    @Override
    public Optional<Discovered> discover(ConnectionSettings settings, MailboxRef mailbox) {
        AutodiscoverResult found = serverFinder().ask(settings, mailbox.address());
        return Optional.of(new Discovered(
                found.ewsUrl(),
                found.code(),
                found.reason(),
                found.trail().stream().map(Attempt::toString).toList()));
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        EwsEndpoint endpoint = new EwsEndpoint(uri, this, operation("ews", remaining), configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The transport for a call: the message's connection, else the options' connection, else the options themselves. */
    Transport transport(String profile, MailboxRef mailbox, EwsConfiguration options) {
        String name = profile != null ? profile : options.getConnection();
        if (name == null) {
            return transports.of(options.connectionSettings());
        }
        if (connections == null) {
            throw new IllegalArgumentException("connection '" + name + "' can't be looked up: bind a bean of type "
                    + Connections.class.getName()
                    + " in the registry, or describe the connection by serviceUrl, username"
                    + " and password");
        }
        return transports.of(connections.settings(name, mailbox));
    }

    public EwsConfiguration getConfiguration() {
        return configuration;
    }

    /** The options that hold for all endpoints unless they say otherwise. */
    public void setConfiguration(EwsConfiguration configuration) {
        this.configuration = configuration;
    }

    public Connections getConnections() {
        return connections;
    }

    /** Knows the connections that the option connection and the header CamelTransportProfile name. */
    public void setConnections(Connections connections) {
        this.connections = connections;
    }

    public ServerLocations getServerLocations() {
        return serverLocations;
    }

    /** Remembers what Autodiscover found, such as a table that all nodes share; by default each component for itself. */
    public void setServerLocations(ServerLocations serverLocations) {
        this.serverLocations = serverLocations;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        transports.close();
    }
}
