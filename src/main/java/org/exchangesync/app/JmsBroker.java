package org.exchangesync.app;

import jakarta.jms.ConnectionFactory;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.spi.Registry;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/**
 * The pooled connections to ActiveMQ Artemis. Its jars are there only where an endpoint says {@code jms:}. Camel's producer opens a
 * connection and a session for every message, so without a pool each costs several round trips.
 *
 * @see <a href="https://camel.apache.org/components/4.18.x/jms-component.html">Camel JMS component</a>
 * @see <a href="https://activemq.apache.org/components/artemis/documentation/latest/using-jms.html">Artemis JMS client</a>
 */
final class JmsBroker {
    private static final String NAME = "jmsBroker";

    private JmsBroker() {}

    /**
     * Binds a connection factory, which camel-jms finds as the only one; one that is there already is left alone. Nothing
     * connects before the first message, so the broker may be away when the program starts.
     *
     * @return what closes its connections
     */
    static Optional<AutoCloseable> bind(Registry registry, AppSettings settings) {
        if (!registry.findByType(ConnectionFactory.class).isEmpty()) {
            return Optional.empty();
        }
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(connections(settings));
        registry.bind(NAME, pool);
        return Optional.of(pool::stop);
    }

    /**
     * A broker that is away is told soon, where the URL says nothing else: the publisher waits better than the client, which
     * would block ten threads one after the other for its two seconds between attempts.
     */
    private static ActiveMQConnectionFactory connections(AppSettings settings) {
        String url = settings.brokerUrl();
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(
                url, emptyToNull(settings.brokerUser()), emptyToNull(settings.brokerPassword()));
        if (!url.contains("initialConnectAttempts=")) {
            connections.setInitialConnectAttempts(1);
        }
        if (!url.contains("reconnectAttempts=")) {
            connections.setReconnectAttempts(0);
        }
        if (!url.contains("retryInterval=")) {
            connections.setRetryInterval(100);
        }
        return connections;
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
