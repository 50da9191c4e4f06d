package org.exchangesync.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Secret;

/** Drains all mailboxes by some client, as many at once as there are workers, and counts what came. */
final class Drain {
    private final AtomicLong items = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    private Drain() {}

    /** Drains one mailbox and reports every item. */
    interface Client {
        void drain(String mailbox, Drain drain) throws Exception;
    }

    /** An item came, of so many bytes of MIME. */
    void came(long size) {
        items.incrementAndGet();
        bytes.addAndGet(size);
    }

    static URI url() {
        return URI.create(System.getProperty("bench.url") + "/EWS/Exchange.asmx");
    }

    /** How our own client is told to reach the server. */
    static ConnectionSettings connection(Settings settings) {
        return ConnectionSettings.builder("bench", url(), new Credentials("svc-bench", Secret.of("bench")))
                .trustStore(settings.tls() ? settings.certificate() : null, null)
                .allowPlainHttp(!settings.tls())
                .spool(1 << 20, settings.folder())
                .build();
    }

    static void run(Client client) throws Exception {
        Settings settings = Settings.read();
        Drain drain = new Drain();
        ExecutorService workers = Executors.newFixedThreadPool(settings.workers());
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int mailbox = 0; mailbox < settings.mailboxes(); mailbox++) {
            String address = CannedMailboxes.address(mailbox);
            tasks.add(() -> {
                client.drain(address, drain);
                return null;
            });
        }
        for (Future<Void> done : workers.invokeAll(tasks)) {
            done.get();
        }
        workers.shutdown();
        Measured.note("items", drain.items);
        Measured.note("bytes", drain.bytes);
    }
}
