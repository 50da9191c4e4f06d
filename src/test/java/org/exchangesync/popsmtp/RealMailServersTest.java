package org.exchangesync.popsmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Samples;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.DeleteMode;
import org.exchangesync.transport.FindQuery;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.ItemContents;
import org.exchangesync.transport.MemorySyncStateRepository;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.SyncState;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportContract;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WellKnownFolder;
import org.exchangesync.transport.WireListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of all transports against Dovecot and Postfix, and what they can do in a second. They are started by {@code
 * src/test/scripts/mail-servers.sh}, which says in {@code EXCHANGESYNC_MAIL} where they are; without it nothing is tested.
 */
class RealMailServersTest extends TransportContract {
    private static final String PLACE = System.getenv("EXCHANGESYNC_MAIL");
    private static final FolderRef INBOX = FolderRef.of(WellKnownFolder.INBOX);

    private final Set<String> known = new HashSet<>();
    private final Properties servers = new Properties();
    private Transport transport;
    private static int files;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(PLACE != null, "no mail servers: run src/test/scripts/mail-servers.sh");
        try (InputStream in = Files.newInputStream(Path.of(PLACE, "servers.properties"))) {
            servers.load(in);
        }
        for (String address : List.of(ANNA.address(), BEN.address())) {
            for (String part : List.of("new", "cur")) {
                try (Stream<Path> mails = Files.list(Path.of(PLACE, "mail", address, part))) {
                    for (Path mail : mails.toList()) {
                        Files.delete(mail);
                    }
                }
            }
        }
        transport = new PopSmtpTransport(settings("pop3s", "smtps"), WireListener.NONE, Clock.systemUTC());
    }

    private ConnectionSettings settings(String incoming, String outgoing) {
        return ConnectionSettings.builder(
                        "real",
                        URI.create(servers.getProperty(incoming)),
                        new Credentials(Account.MAILBOX, Secret.of("secret")))
                .outgoingUrl(URI.create(servers.getProperty(outgoing)))
                .trustStore(Path.of(PLACE, "cert.pem"), null)
                .readTimeout(Duration.ofSeconds(20))
                .build();
    }

    @Override
    protected Transport transport() {
        return transport;
    }

    @Override
    protected ItemId arrive(Email mail) {
        try {
            return arrive(mail.original().toByteArray(), mail.receivedAt(), mail.messageId());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ItemId arrive(byte[] mime, Instant received, String messageId) throws IOException {
        deliver(mime, received);
        List<ItemId> found = transport.find(ANNA, ItemKind.EMAIL, INBOX, FindQuery.byMessageId(messageId));
        return found.stream().filter(id -> known.add(id.id())).findFirst().orElseThrow();
    }

    /** As a local delivery agent does: written beside the folder, then moved into it. */
    private static void deliver(byte[] mime, Instant received) throws IOException {
        String trace = "Received: from elsewhere by localhost; "
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(received.atOffset(ZoneOffset.UTC)) + "\r\n";
        Path folder = Path.of(PLACE, "mail", ANNA.address());
        String name = System.currentTimeMillis() + ".M" + files++ + ".test";
        Path file = folder.resolve("tmp").resolve(name);
        Files.write(file, trace.getBytes(StandardCharsets.US_ASCII));
        Files.write(file, mime, java.nio.file.StandardOpenOption.APPEND);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.move(file, folder.resolve("new").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    protected void markRead(ItemId id) {
        throw new UnsupportedOperationException("POP3 knows no read flags");
    }

    @Override
    protected ItemId arriveUnreadable() {
        String part = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n";
        String mime = "From: ben@example.org\r\nMessage-ID: <parts@example.org>\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part.repeat(1_100) + "--b--\r\n";
        try {
            return arrive(mime.getBytes(StandardCharsets.US_ASCII), Samples.RECEIVED, "<parts@example.org>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected String codeOfAMissingMailbox() {
        return "Pop3Auth";
    }

    @Override
    protected void awaitDelivery() {
        Path folder = Path.of(PLACE, "mail", ANNA.address(), "new");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            try (Stream<Path> mails = Files.list(folder)) {
                return mails.findAny().isPresent();
            }
        });
    }

    @Test
    void startTlsLeadsToBothServers() {
        try (Transport other = new PopSmtpTransport(settings("pop3", "smtp"), WireListener.NONE, Clock.systemUTC())) {
            assertThat(other.serverInfo(ANNA).version()).contains("Dovecot");
            assertThat(other.outgoingInfo(ANNA).version()).contains("20480000");
            assertThat(other.submit(ANNA, Samples.email("Offer")).reply()).startsWith("250");
        }
    }

    @Test
    void aSecondSessionFindsTheMailboxLocked() throws IOException {
        deliver(Samples.email("one").original().toByteArray(), Samples.RECEIVED);
        deliver(Samples.email("two").original().toByteArray(), Samples.RECEIVED);
        ChangeQuery one = new ChangeQuery(INBOX, ItemKind.EMAIL, SyncState.START, null, 1, 1 << 20);
        try (ChangeSession first = transport.changes(ANNA, one)) {
            first.next();
            assertThatThrownBy(() -> transport.serverInfo(ANNA))
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.code()).as(e.getMessage()).isIn("Pop3InUse", "Pop3SysTemp", "Network"));
        }
        assertThat(transport.serverInfo(ANNA).version()).contains("2 messages");
    }

    @Test
    void aRecipientThatPostfixDoesNotKnowIsTold() {
        Email mail = Samples.withBcc(Samples.email("Offer"), "nobody@example.org");
        assertThat(transport.submit(BEN, mail).refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.reply()).startsWith("550"))
                .satisfies(refused -> assertThat(refused.permanent()).isTrue());
        Email large = Samples.emailOfSize("large", 25_000_000);
        assertThatThrownBy(() -> transport.submit(BEN, large))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.code()).isEqualTo("SmtpTooLarge"));
    }

    @Test
    void figures() throws IOException {
        for (int i = 0; i < 5_000; i++) {
            deliver(Samples.emailOfSize("mail " + i, 37_000).original().toByteArray(), Samples.RECEIVED);
        }
        transport.serverInfo(ANNA); // Dovecot indexes what is new
        MemorySyncStateRepository states = new MemorySyncStateRepository();
        long start = System.nanoTime();
        List<ItemId> ids = read(states);
        long read = System.nanoTime();
        assertThat(ids).hasSize(5_000).doesNotHaveDuplicates();
        assertThat(read(states)).isEmpty();
        long polled = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            transport.submit(BEN, Samples.emailOfSize("sent " + i, 37_000));
        }
        long sent = System.nanoTime();
        List<ItemId> some = ids.subList(0, 1_000);
        some.forEach(id -> transport.delete(ANNA, ItemKind.EMAIL, id, DeleteMode.HARD, some));
        long deleted = System.nanoTime();
        System.out.printf(
                "5,000 messages of 37 KB read in %d ms (%d/s); a poll that finds nothing new among them %d ms;"
                        + " 200 mails of 37 KB handed in in %d ms (%d/s); 1,000 messages deleted in %d ms%n",
                millis(start, read),
                5_000_000L / millis(start, read),
                millis(read, polled),
                millis(polled, sent),
                200_000L / millis(polled, sent),
                millis(sent, deleted));
    }

    private static long millis(long from, long to) {
        return Math.max(1, (to - from) / 1_000_000);
    }

    private List<ItemId> read(MemorySyncStateRepository states) {
        List<ItemId> ids = new ArrayList<>();
        ChangeQuery query =
                new ChangeQuery(INBOX, ItemKind.EMAIL, states.load("k"), null, 100, 16 << 20, states.seen("k"));
        try (ChangeSession session = transport.changes(ANNA, query)) {
            ChangePage page;
            do {
                page = session.next();
                page.changes().forEach(change -> ids.add(change.id()));
                page.changes().forEach(ItemContents::close);
                states.save("k", page);
                session.committed(page);
            } while (!page.last());
        }
        return ids;
    }
}
