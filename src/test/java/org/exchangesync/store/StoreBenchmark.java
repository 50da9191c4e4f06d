package org.exchangesync.store;

import static org.exchangesync.store.SampleItems.email;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Body;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.FolderState;
import org.exchangesync.sync.Link;
import org.exchangesync.sync.MailboxClaim;
import org.exchangesync.sync.RecordHead;
import org.exchangesync.sync.RecordWrite;
import org.exchangesync.sync.SyncTransaction;
import org.exchangesync.transport.SyncState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast pages of mails get into the databases: {@code mvn test -Dtest=StoreBenchmark -Dbench.mails=10000}. A page is 200
 * mails of 37 KB, every second one with an attachment of 24 KB of its own. The CPU seconds are those of this process; a
 * PostgreSQL server's come apart. No test: the build doesn't run it by itself.
 */
class StoreBenchmark {
    private static final int MAILS = Integer.getInteger("bench.mails", 4000);
    private static final int PAGE = Integer.getInteger("bench.page", 200);
    private static final FolderKey INBOX = new FolderKey("anna@example.org", "ews", "inbox");

    /** Ascending, as the engine makes them. */
    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

    @TempDir
    Path folder;

    /** Where the bytes of originals and attachments go. */
    private enum Originals {
        IN_DATABASE,
        IN_FILES,
        NOWHERE
    }

    @Test
    void h2() {
        run("warm-up, H2", JdbcDatabase.Settings.inFile(folder.resolve("warm")), Originals.IN_DATABASE, 2000);
        for (Originals originals : Originals.values()) {
            run(
                    "H2 file, originals " + originals,
                    JdbcDatabase.Settings.inFile(folder.resolve("" + originals)),
                    originals,
                    MAILS);
        }
    }

    @Test
    void postgres() {
        run("warm-up, PostgreSQL", TestPostgres.database("bench_warm"), Originals.IN_DATABASE, 2000);
        for (Originals originals : Originals.values()) {
            run(
                    "PostgreSQL, originals " + originals,
                    TestPostgres.database(("bench_" + originals).toLowerCase(Locale.ROOT)),
                    originals,
                    MAILS);
        }
    }

    private void run(String name, JdbcDatabase.Settings settings, Originals originals, int mails) {
        long before = megabytes(folder);
        try (JdbcDatabase database = JdbcDatabase.open(settings, Clock.systemUTC())) {
            database.mailboxSchedule().register(Map.of(INBOX.mailbox(), "bench"));
            MailboxClaim claim = database.mailboxSchedule()
                    .claimDue(1, Instant.now(), Duration.ofHours(1))
                    .get(0);
            FolderState state = FolderState.initial(INBOX);
            Random random = new Random(42);
            long nanos = 0;
            double cpu = 0;
            double server = postgresCpu();
            for (int from = 0; from < mails; from += PAGE) {
                List<Email> page = new ArrayList<>();
                for (int i = from; i < from + PAGE; i++) {
                    page.add(mail(i, random));
                }
                long start = System.nanoTime();
                double cpuBefore = cpu();
                state = commit(database, claim, state, page, from, originals);
                nanos += System.nanoTime() - start;
                cpu += cpu() - cpuBefore;
            }
            System.out.printf(
                    "%-45s %,7d mails  %,7.0f mails/s  %5.2f CPU s per 10,000  server %5.2f%n",
                    name, mails, mails * 1e9 / nanos, cpu * 10_000 / mails, (postgresCpu() - server) * 10_000 / mails);
        }
        System.out.printf("%-45s %,7d MB in the test's folder%n", name, megabytes(folder) - before);
    }

    private FolderState commit(
            JdbcDatabase database,
            MailboxClaim claim,
            FolderState state,
            List<Email> page,
            int from,
            Originals originals) {
        List<RecordWrite> writes = new ArrayList<>();
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < page.size(); i++) {
            Email mail = originals == Originals.IN_DATABASE ? page.get(i) : withoutBytes(page.get(i), originals);
            String identity = Content.of(("id " + (from + i)).getBytes(StandardCharsets.UTF_8))
                    .sha256();
            RecordHead head = new RecordHead(
                    ids.generate(), ItemKind.EMAIL, identity, identity, INBOX.mailbox(), mail.receivedAt(), 1, false);
            writes.add(new RecordWrite(head, mail, null));
            links.add(new Link(
                    head.id(), INBOX, "AAMk" + identity + identity + "=", "CQAAABYA" + i, true, mail.receivedAt(), 1));
        }
        database.syncStore().keep(contents(page, originals));
        FolderState next = state.advance(new SyncState("H4sIAAA" + from));
        database.syncStore().inTransaction(claim, tx -> save(tx, writes, links, next));
        return next;
    }

    private static List<Content> contents(List<Email> page, Originals originals) {
        return originals != Originals.IN_DATABASE
                ? List.of()
                : page.stream()
                        .flatMap(mail -> Stream.concat(
                                Stream.of(mail.original()),
                                mail.attachments().stream().map(Attachment::content)))
                        .toList();
    }

    private static Object save(SyncTransaction tx, List<RecordWrite> writes, List<Link> links, FolderState next) {
        tx.links(
                INBOX.mailbox(),
                INBOX.transport(),
                links.stream().map(Link::itemId).toList());
        tx.recordsByIdentity(
                ItemKind.EMAIL,
                writes.stream().map(write -> write.head().identity()).toList());
        tx.knownMessageIds(writes.stream()
                .map(write -> ((Email) write.item()).messageId().substring(1).replace(">", ""))
                .toList());
        if (!tx.write(writes).isEmpty()) {
            throw new IllegalStateException("rows were refused");
        }
        tx.link(links);
        tx.saveState(next);
        return null;
    }

    private static Email mail(int n, Random random) {
        Email sample = email("Quarterly figures " + n);
        byte[] bytes = new byte[24_000];
        random.nextBytes(bytes);
        String text = ("Dear all, please find the figures of week " + n + " below. ").repeat(40);
        String mime = "Message-ID: <" + n + "@example.org>\r\n\r\n" + text + "\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(bytes);
        return new Email(
                "<" + n + "@example.org>",
                sample.subject() + " " + n,
                sample.from(),
                null,
                List.of(),
                sample.recipients(),
                sample.sentAt(),
                sample.receivedAt(),
                sample.inReplyTo(),
                sample.references(),
                new Body(text, "<p>" + text + "</p>"),
                n % 2 == 0
                        ? List.of()
                        : List.of(new Attachment("figures.xlsx", "application/zip", null, false, Content.of(bytes))),
                sample.importance(),
                sample.sensitivity(),
                List.of(),
                "AQHX",
                Content.of(mime.getBytes(StandardCharsets.US_ASCII)),
                null);
    }

    private Email withoutBytes(Email mail, Originals originals) {
        if (originals == Originals.IN_FILES) {
            file(mail.original());
            mail.attachments().forEach(attachment -> file(attachment.content()));
        }
        return new Email(
                mail.messageId(),
                mail.subject(),
                mail.from(),
                mail.sender(),
                mail.replyTo(),
                mail.recipients(),
                mail.sentAt(),
                mail.receivedAt(),
                mail.inReplyTo(),
                mail.references(),
                mail.body(),
                mail.attachments().stream()
                        .map(a -> new Attachment(a.name(), a.contentType(), a.contentId(), a.inline(), null))
                        .toList(),
                mail.importance(),
                mail.sensitivity(),
                mail.categories(),
                mail.conversationIndex(),
                null,
                null);
    }

    /** As safe as a database would keep it: on disk under its digest before the commit. */
    private void file(Content content) {
        try {
            String name = content.sha256();
            Path target = folder.resolve("files").resolve(name.substring(0, 2)).resolve(name);
            if (Files.exists(target)) {
                return;
            }
            Files.createDirectories(target.getParent());
            Path temporary = Files.createTempFile(target.getParent(), "new", null);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(content.toByteArray()));
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    /** User and system time of all PostgreSQL processes of this machine, as Linux tells it; 0 elsewhere. */
    private static double postgresCpu() {
        long ticks = 0;
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            Path stat = Path.of("/proc/" + process.pid() + "/stat");
            try {
                String line = Files.readString(stat);
                if (line.contains("(postgres)")) {
                    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
                    ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
                }
            } catch (IOException e) {
                // it ended meanwhile, or there is no /proc
                continue;
            }
        }
        return ticks / 100.0;
    }

    private static long megabytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    >> 20;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
