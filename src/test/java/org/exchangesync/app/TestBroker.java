package org.exchangesync.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * ActiveMQ Artemis as in production, in this process: over TCP, with a journal on disk, so that it can be stopped and
 * started again. It remembers every message that was sent to it, also those that it drops as duplicates or refuses.
 *
 * @see <a href="https://activemq.apache.org/components/artemis/documentation/latest/embedding-activemq.html">Embedding</a>
 */
final class TestBroker implements AutoCloseable {
    static final String QUEUE = "exchange-sync.changes";

    private final Path folder;
    private final int port = freePort();
    private final List<Sent> sent = new ArrayList<>();
    private final Set<String> senders = new HashSet<>();
    private volatile Predicate<Sent> refuse = message -> false;
    private volatile Consumer<Sent> whenSent = message -> {};
    private EmbeddedActiveMQ server;

    /** A message that reached the broker. */
    record Sent(String key, String recordId, long version, String kind, String change, String group) {
        private static Sent of(Message message) {
            return new Sent(
                    message.getStringProperty("key"),
                    message.getStringProperty("recordId"),
                    message.getLongProperty("recordVersion"),
                    message.getStringProperty("kind"),
                    message.getStringProperty("change"),
                    String.valueOf(message.getGroupID()));
        }
    }

    /**
     * @param folder holds its journal
     */
    TestBroker(Path folder) {
        this.folder = folder;
        start();
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Starts with what is in the journal. */
    void start() {
        try {
            Configuration configuration = new ConfigurationImpl()
                    .setPersistenceEnabled(true)
                    .setSecurityEnabled(false)
                    .setJMXManagementEnabled(false)
                    .setJournalDirectory(folder.resolve("journal").toString())
                    .setBindingsDirectory(folder.resolve("bindings").toString())
                    .setLargeMessagesDirectory(folder.resolve("large").toString())
                    .setPagingDirectory(folder.resolve("paging").toString())
                    .setJournalFileSize(1 << 20)
                    .addAddressSetting(
                            "#",
                            new AddressSettings().setAutoDeleteQueues(false).setAutoDeleteAddresses(false))
                    .addAcceptorConfiguration("tcp", url());
            server = new EmbeddedActiveMQ().setConfiguration(configuration);
            server.start();
            server.getActiveMQServer().registerBrokerPlugin(new Listener());
        } catch (Exception e) {
            throw new IllegalStateException("the broker does not start", e);
        }
    }

    /** Ends all connections; what it has taken stays in the journal. */
    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the broker does not stop", e);
        }
    }

    /** Refuses messages by the predicate from now on. */
    void refuse(Predicate<Sent> which) {
        refuse = which;
    }

    /** Is told each message before the broker stores it, on the thread of its connection. */
    void whenSent(Consumer<Sent> listener) {
        whenSent = listener;
    }

    /** Everything that was sent, in the order of arrival, with its repetitions. */
    List<Sent> sent() {
        synchronized (sent) {
            return List.copyOf(sent);
        }
    }

    /** The versions that were sent of each record, with their repetitions. */
    Map<String, List<Long>> versions() {
        Map<String, List<Long>> versions = new LinkedHashMap<>();
        sent().forEach(message -> versions.computeIfAbsent(message.recordId(), id -> new ArrayList<>())
                .add(message.version()));
        return versions;
    }

    /** The connections that sent something. */
    Set<String> senders() {
        synchronized (sent) {
            return Set.copyOf(senders);
        }
    }

    /** How many messages wait for a consumer. */
    long waiting() {
        return server.getActiveMQServer().locateQueue(QUEUE) == null
                ? 0
                : server.getActiveMQServer().locateQueue(QUEUE).getMessageCount();
    }

    @Override
    public void close() {
        stop();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Listener implements ActiveMQServerMessagePlugin {
        @Override
        public void beforeSend(
                ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue)
                throws ActiveMQException {
            if (!message.containsProperty("recordId")) {
                return;
            }
            Sent arriving = Sent.of(message);
            if (refuse.test(arriving)) {
                throw new ActiveMQException("the broker does not take " + arriving.key());
            }
            synchronized (sent) {
                sent.add(arriving);
                senders.add(session.getRemotingConnection().getRemoteAddress());
            }
            whenSent.accept(arriving);
        }
    }
}
