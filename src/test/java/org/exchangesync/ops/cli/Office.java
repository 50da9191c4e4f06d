package org.exchangesync.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.exchangesync.check.Checks;
import org.exchangesync.check.Installation;
import org.exchangesync.check.Servers;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.ops.Operations;
import org.exchangesync.profile.AuthenticationMethod;
import org.exchangesync.profile.CredentialRetrieval;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.ProfileSettings;
import org.exchangesync.profile.Profiles;
import org.exchangesync.profile.ProfilesFile;
import org.exchangesync.profile.SecretVault;
import org.exchangesync.profile.ServerType;
import org.exchangesync.store.JdbcDatabase;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Discovered;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.WireListener;
import picocli.CommandLine;

/** A database with two mailboxes and a person of the name ops before it, in Berlin, whose clock stands still. */
final class Office {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String KEY = SecretVault.newKey();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Map<String, String> files = new HashMap<>();
    private JdbcDatabase database;
    private boolean engineRuns = true;
    private int width = 100;
    private Screen screen = new Screen();

    void open() {
        database = JdbcDatabase.open(new JdbcDatabase.Settings("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "", 4), clock);
        database.mailboxSchedule().register(Map.of("anna@example.org", "sales", "bert@example.org", "sales"));
    }

    void close() {
        database.close();
    }

    void engineRuns(boolean runs) {
        engineRuns = runs;
    }

    void width(int characters) {
        width = characters;
    }

    /** The person's files, with their contents as text. */
    Map<String, String> files() {
        return files;
    }

    int run(String... arguments) {
        screen = new Screen();
        return new Commands(operations(), clock).run(List.of(arguments), screen);
    }

    JsonNode json(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        run(all.toArray(String[]::new));
        return new ObjectMapper().readTree(out());
    }

    /** What the last command printed, with the line ends of Unix. */
    String out() {
        return screen.bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    String err() {
        return screen.errors.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    /** The words of every command that does something. */
    List<List<String>> commands() {
        List<List<String>> found = new ArrayList<>();
        collect(Commands.tree(new Session(null, screen, clock, new GeneralOptions())), List.of(), found);
        return found;
    }

    private static void collect(CommandLine command, List<String> words, List<List<String>> found) {
        if (command.getSubcommands().isEmpty()) {
            found.add(words);
        }
        command.getSubcommands().forEach((word, below) -> {
            List<String> longer = new ArrayList<>(words);
            longer.add(word);
            collect(below, longer, found);
        });
    }

    private Operations operations() {
        return Operations.of(
                new Operations.Parts(
                        database.alerts(),
                        database.mailboxSchedule(),
                        database.directions(),
                        database.profileBreakers(),
                        database.deadLetterStore(),
                        database.syncStore(),
                        database.heldDeletes(),
                        database.outgoingMails(false),
                        database.declarations(),
                        new ProfilesFile(text -> text, Path.of(System.getProperty("java.io.tmpdir"))),
                        database.secrets(),
                        new SecretVault(database.secrets(), () -> List.of(KEY)),
                        database.auditLog(),
                        checks(),
                        database.checks(),
                        database.mailboxTests(),
                        FaultTable.builtIn(),
                        Path.of(System.getProperty("java.io.tmpdir"))),
                engineRuns);
    }

    /** Tests of a profile whose server is nowhere. */
    private Checks checks() {
        URI nowhere = URI.create("https://mail.office.invalid/EWS/Exchange.asmx");
        EmailServerProfile sales = new EmailServerProfile(
                "sales",
                null,
                null,
                ServerType.EXCHANGE_SERVER,
                ConnectionSettings.builder("sales", nowhere, new Credentials("svc", Secret.of("s3cret-word")))
                        .build(),
                ConnectionSettings.builder("sales", nowhere, new Credentials("svc", Secret.of("s3cret-word")))
                        .build(),
                AuthenticationMethod.BASIC,
                CredentialRetrieval.PROFILE,
                null,
                Duration.ZERO,
                false,
                false,
                false,
                true);
        Profiles profiles = new Profiles(List.of(sales), List.of(), ProfileSettings.DEFAULT);
        Servers none = new Servers() {
            @Override
            public Transport shared(EmailServerProfile profile, ConnectionSettings settings) {
                throw new AssertionError("a server that is nowhere is not called");
            }

            @Override
            public Transport open(EmailServerProfile profile, ConnectionSettings settings, WireListener listener) {
                throw new AssertionError("a server that is nowhere is not called");
            }

            @Override
            public Optional<Discovered> discover(
                    EmailServerProfile profile, ConnectionSettings settings, MailboxRef mailbox) {
                return Optional.empty();
            }
        };
        Installation installation = new Installation() {
            @Override
            public String database() {
                return database.state().describe();
            }

            @Override
            public Backlog backlog() {
                return new Backlog(0, 0, 0, 0, 2, 0, 1, List.of());
            }

            @Override
            public Optional<AlertWay> alertWay() {
                return Optional.empty();
            }

            @Override
            public Optional<Routes> routes() {
                return Optional.empty();
            }
        };
        return new Checks(() -> profiles, none, database.checks(), installation, FaultTable.builtIn(), clock);
    }

    /** A letter that was first seen an hour ago, and last five minutes ago. */
    void letter(long id, String mailbox, String kind, String code, String title, String state) {
        sql(
                "INSERT INTO dead_letter (dead_letter_id, delivery_key, profile, mailbox, transport, folder, kind, item_id,"
                        + " title, route, step, code, cause, cure, attempts, state, first_seen, last_seen, direction,"
                        + " fault_class, resolved_at, resolved_by, resolution)"
                        + " VALUES (?, ?, 'sales', ?, 'ews', 'inbox', ?, ?, ?, 'receive-email', 'http://crm', ?,"
                        + " 'parts of the item are damaged on the server, so that no program can read them as they are',"
                        + " 'open it in Outlook; repair or delete it, then replay', 2, ?, ?, ?, ?, 'ITEM', ?, ?, ?)",
                id,
                "key-" + id,
                mailbox,
                kind,
                "item-" + id,
                title,
                code,
                state,
                NOW.minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC),
                NOW.minus(Duration.ofMinutes(5)).atOffset(ZoneOffset.UTC),
                kind.equals("email") ? "INCOMING" : "APPOINTMENTS_CONTACTS_TASKS",
                state.equals("DISCARDED") ? NOW.atOffset(ZoneOffset.UTC) : null,
                state.equals("DISCARDED") ? "jo" : null,
                state.equals("DISCARDED") ? "advertising" : null);
    }

    /** A direction that failed four times, last a minute ago. */
    void trouble(String mailbox, String direction, String state, String code, Duration retryIn) {
        sql(
                "INSERT INTO mailbox_direction (mailbox, direction, state, failures, retry_at, fault_class, code, reason,"
                        + " since, failed_at) VALUES (?, ?, ?, 4, ?, 'MAILBOX', ?, 'folder inbox: no right to read it', ?, ?)",
                mailbox,
                direction,
                state,
                retryIn == null ? null : NOW.plus(retryIn).atOffset(ZoneOffset.UTC),
                code,
                NOW.minus(Duration.ofHours(3)).atOffset(ZoneOffset.UTC),
                NOW.minus(Duration.ofMinutes(1)).atOffset(ZoneOffset.UTC));
    }

    JdbcDatabase database() {
        return database;
    }

    /** An open letter of Anna's whose original was kept. */
    void mail(long id, String original) {
        letter(id, "anna@example.org", "email", "ErrorItemCorrupt", "a mail", "OPEN");
        sql(
                "INSERT INTO content (sha256, size, bytes) VALUES (?, ?, ?)",
                "digest-" + id,
                original.length(),
                original.getBytes(StandardCharsets.UTF_8));
        sql("UPDATE dead_letter SET original_sha256 = ? WHERE dead_letter_id = ?", "digest-" + id, id);
    }

    void sql(String statement, Object... values) {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                prepared.setObject(i + 1, values[i]);
            }
            prepared.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(statement, e);
        }
    }

    /** Waits until a query gives this value. */
    void await(String query, String value) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            try (Connection connection = database.dataSource().getConnection();
                    PreparedStatement prepared = connection.prepareStatement(query);
                    ResultSet row = prepared.executeQuery()) {
                return row.next() && value.equals(row.getString(1));
            }
        });
    }

    private final class Screen implements Terminal {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
        private final PrintWriter out = new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), true);
        private final PrintWriter err = new PrintWriter(new OutputStreamWriter(errors, StandardCharsets.UTF_8), true);

        @Override
        public PrintWriter out() {
            return out;
        }

        @Override
        public OutputStream bytes() {
            return bytes;
        }

        @Override
        public PrintWriter err() {
            return err;
        }

        @Override
        public InputStream read(String file) throws IOException {
            if (!files.containsKey(file)) {
                throw new IOException("there is no file " + file);
            }
            return new ByteArrayInputStream(files.get(file).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void write(String file, Filler content) throws IOException {
            ByteArrayOutputStream target = new ByteArrayOutputStream();
            content.writeTo(target);
            files.put(file, target.toString(StandardCharsets.UTF_8));
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public ZoneId zone() {
            return ZoneId.of("Europe/Berlin");
        }

        @Override
        public String user() {
            return "ops";
        }

        @Override
        public void checkPresence() {}
    }
}
