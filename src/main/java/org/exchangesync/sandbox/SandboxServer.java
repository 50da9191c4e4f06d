package org.exchangesync.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.exchangesync.sandbox.calendar.WindowsZones;
import org.exchangesync.sandbox.control.Administration;
import org.exchangesync.sandbox.control.ControlPage;
import org.exchangesync.sandbox.discovery.DiscoveryRules;
import org.exchangesync.sandbox.discovery.JsonPage;
import org.exchangesync.sandbox.discovery.PoxPage;
import org.exchangesync.sandbox.discovery.Servers;
import org.exchangesync.sandbox.discovery.SoapPage;
import org.exchangesync.sandbox.fault.Faults;
import org.exchangesync.sandbox.http.Area;
import org.exchangesync.sandbox.http.BasicAuthentication;
import org.exchangesync.sandbox.http.CertificateAuthority;
import org.exchangesync.sandbox.http.Directory;
import org.exchangesync.sandbox.http.HttpFront;
import org.exchangesync.sandbox.http.SeenConnection;
import org.exchangesync.sandbox.http.SignInAttempt;
import org.exchangesync.sandbox.http.SignIns;
import org.exchangesync.sandbox.item.Postman;
import org.exchangesync.sandbox.ledger.Ledger;
import org.exchangesync.sandbox.ledger.LedgerFilter;
import org.exchangesync.sandbox.logon.Application;
import org.exchangesync.sandbox.logon.TokenService;
import org.exchangesync.sandbox.operation.Operations;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.ServerVersion;
import org.exchangesync.sandbox.soap.SoapService;
import org.exchangesync.sandbox.store.Account;
import org.exchangesync.sandbox.store.Account.Impersonation;
import org.exchangesync.sandbox.store.BlobStore;
import org.exchangesync.sandbox.store.MailStore;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.SentMail;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.store.WellKnown;

/**
 * An Exchange in a box: Exchange Web Services and Autodiscover over TLS on a loopback port, with mailboxes in memory.
 * Threadsafe once started.
 *
 * <pre>{@code
 * try (SandboxServer server = SandboxServer.builder()
 *         .mailbox("anna@example.org", "Anna Berg", "secret")
 *         .serviceAccount("svc-sync@example.org", "secret")
 *         .start()) {
 *     server.deliver("anna@example.org", mailBytes);
 * }
 * }</pre>
 */
public final class SandboxServer implements AutoCloseable {
    /** The user of the control API. */
    public static final String CONTROL_USER = "control";

    private final MailStore store;
    private final List<Account> accounts;
    private final CertificateAuthority authority;
    private final HttpFront front;
    private final Ledger ledger;
    private final Faults faults;
    private final Administration administration;
    private final SignIns signIns;
    private final TokenService tokens;
    private final Servers servers;
    private final DiscoveryRules discovery;

    private SandboxServer(
            MailStore store,
            List<Account> accounts,
            CertificateAuthority authority,
            HttpFront front,
            Ledger ledger,
            Faults faults,
            Administration administration,
            SignIns signIns,
            TokenService tokens,
            Servers servers,
            DiscoveryRules discovery) {
        this.administration = administration;
        this.signIns = signIns;
        this.tokens = tokens;
        this.servers = servers;
        this.discovery = discovery;
        this.ledger = ledger;
        this.faults = faults;
        this.store = store;
        this.accounts = List.copyOf(accounts);
        this.authority = authority;
        this.front = front;
    }

    /** A sandbox to be described; {@link Builder#start} brings it up. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where EWS of one of the servers is that it plays: mailboxes are moved to them by {@link #administration}. */
    public String ewsUrl(String server) {
        return servers.ewsUrl(server);
    }

    /** What Autodiscover is to answer instead of the truth. */
    public DiscoveryRules discovery() {
        return discovery;
    }

    /** Where EWS is: {@code https://localhost:<port>/EWS/Exchange.asmx}. */
    public String ewsUrl() {
        return front.baseUrl() + "/EWS/Exchange.asmx";
    }

    /** Where POX Autodiscover is. */
    public String autodiscoverUrl() {
        return front.baseUrl() + "/autodiscover/autodiscover.xml";
    }

    /** Where applications get tokens: {@code https://localhost:<port>/sandbox-tenant/oauth2/v2.0/token}. */
    public String tokenUrl() {
        return front.baseUrl() + "/sandbox-tenant" + Doors.TOKEN_PATH;
    }

    /** The scope for which tokens of the sandbox are asked: {@code https://localhost:<port>/.default}. */
    public String tokenScope() {
        return front.baseUrl() + "/.default";
    }

    /** Whether applications may log on. */
    public boolean givesTokens() {
        return tokens != null;
    }

    /** The authority of tokens. Only where applications may log on. */
    public TokenService tokens() {
        if (tokens == null) {
            throw new IllegalStateException("the sandbox gives no tokens: start it with logon(Logon.OAUTH)");
        }
        return tokens;
    }

    /** Who logged on by connection or got a token, and who failed to. */
    public List<SignInAttempt> signIns() {
        return signIns.all();
    }

    /** Forgets which connections belong to whom: those that logged on by NTLM must do so again. */
    public void forgetLogons() {
        front.connections().forgetLogons();
    }

    /** The connections of clients since the start, and whose requests came over them. */
    public List<SeenConnection> connections() {
        return front.connections().all();
    }

    /** The PEM file with the certificate of the sandbox's authority, for clients to trust. */
    public Path certificateFile() {
        return authority.pem();
    }

    /** A TLS context that trusts the sandbox and nobody else. */
    public SSLContext clientContext() {
        return authority.clientContext();
    }

    /** Everybody who may log on. */
    public List<Account> accounts() {
        return accounts;
    }

    /** The primary addresses of all mailboxes. */
    public List<String> mailboxes() {
        return store.mailboxes().stream().map(Mailbox::address).toList();
    }

    /** The mailboxes themselves, for what has no method here. */
    public MailStore store() {
        return store;
    }

    /**
     * Puts a message into the Inbox of a mailbox, as if it had just come from outside; the bytes are kept as they are.
     *
     * @return the id of the new item
     * @throws IOException when the bytes are no message at all
     */
    public String deliver(String mailbox, byte[] message) throws IOException {
        return Postman.receive(
                        store, mailbox(mailbox), message.clone(), store.clock().instant())
                .id();
    }

    /** The number of visible items in a folder, given by its name on the wire ({@code inbox}) or its display name. */
    public int count(String mailbox, String folder) {
        return items(mailbox, folder).size();
    }

    /** The visible items of a folder in the order of arrival. */
    public List<StoredItem> items(String mailbox, String folder) {
        Mailbox owner = mailbox(mailbox);
        return owner.read(() -> owner.descendants(owner.folder(WellKnown.ROOT)).stream()
                .filter(f -> f.displayName().equals(folder)
                        || f.wellKnown().filter(w -> w.id().equals(folder)).isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(mailbox + " has no folder '" + folder + "'"))
                .items()
                .stream()
                .filter(i -> !i.content().associated())
                .toList());
    }

    /** What was sent from any mailbox, to whomever, since the start. */
    public List<SentMail> sentMail() {
        return store.sent().all();
    }

    /** Everything that was changed or sent since the mailboxes were filled. */
    public Ledger ledger() {
        return ledger;
    }

    /** The rules after which faults happen; none at the beginning. */
    public Faults faults() {
        return faults;
    }

    /** What happens behind the back of clients: snapshots, restores, vanished folders. */
    public Administration administration() {
        return administration;
    }

    /** Where the control API is; it answers only if {@link Builder#control} was called. */
    public String controlUrl() {
        return front.baseUrl() + "/sandbox/";
    }

    private Mailbox mailbox(String address) {
        return store.byAnyAddress(address)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the sandbox has no mailbox " + address + "; it has " + mailboxes()));
    }

    @Override
    public void close() {
        front.close();
        ledger.close();
    }

    /** Describes a sandbox. Not threadsafe. */
    public static final class Builder {
        private record NewMailbox(String address, String name, List<String> aliases) {}

        private final List<NewMailbox> mailboxes = new ArrayList<>();
        private final List<Account> accounts = new ArrayList<>();
        private final List<SandboxContent> contents = new ArrayList<>();
        private int port;
        private Clock clock = Clock.systemUTC();
        private Path folder;
        private ServerVersion version = ServerVersion.EXCHANGE_2016;
        private Path ledgerFile;
        private String controlPassword;
        private final Doors doors = new Doors();

        private Builder() {}

        /** How clients may log on; by Basic unless told otherwise. */
        public Builder logon(Logon... ways) {
            doors.logons = Set.of(ways);
            return this;
        }

        /** Demands that NTLM logons are bound to the TLS connection (Extended Protection). */
        public Builder extendedProtection() {
            doors.extendedProtection = true;
            return this;
        }

        /** An application that proves who it is by a secret and may impersonate everybody. */
        public Builder application(String clientId, String secret) {
            return application(clientId, secret, null);
        }

        /** An application that proves who it is by this certificate's key and may impersonate everybody. */
        public Builder application(String clientId, X509Certificate certificate) {
            return application(clientId, null, certificate);
        }

        /** An application that may impersonate everybody, with a secret, a certificate or both; the other is null. */
        public Builder application(String clientId, String secret, X509Certificate certificate) {
            return application(
                    new Application(clientId, secret, certificate, new Account(clientId, "", null, Impersonation.ALL)));
        }

        /** Any application. */
        public Builder application(Application application) {
            doors.applications.add(application);
            return this;
        }

        /** How long tokens are good; an hour by default. */
        public Builder tokenLifetime(Duration lifetime) {
            doors.tokenLifetime = lifetime;
            return this;
        }

        /** The port to listen on; 0, the default, means any free one. */
        public Builder port(int number) {
            this.port = number;
            return this;
        }

        /** Where the time comes from; the machine's clock by default. */
        public Builder clock(Clock source) {
            this.clock = source;
            return this;
        }

        /** Where the certificate authority and large contents are kept; a temporary folder by default. */
        public Builder folder(Path path) {
            this.folder = path;
            return this;
        }

        /** The server it says it is; Exchange 2016 by default. */
        public Builder version(ServerVersion server) {
            this.version = server;
            return this;
        }

        /** The file that the ledger is written to, or continued in; by default only its last lines are kept, in memory. */
        public Builder ledger(Path file) {
            this.ledgerFile = file;
            return this;
        }

        /** Lets the account {@code control}, with that password, use the control API. */
        public Builder control(String password) {
            this.controlPassword = password;
            return this;
        }

        /** A user with a mailbox who may log on with the address and this password. */
        public Builder mailbox(String address, String displayName, String password, String... aliases) {
            mailboxes.add(new NewMailbox(address, displayName, List.of(aliases)));
            accounts.add(new Account(address, password, address.toLowerCase(Locale.ROOT), Impersonation.NONE));
            return this;
        }

        /** A service account without a mailbox that may impersonate everybody. */
        public Builder serviceAccount(String user, String password) {
            return account(new Account(user, password, null, Impersonation.ALL));
        }

        /** A service account without a mailbox that may impersonate those only. */
        public Builder serviceAccount(String user, String password, Collection<String> scope) {
            Set<String> lower = new LinkedHashSet<>();
            scope.forEach(a -> lower.add(a.toLowerCase(Locale.ROOT)));
            return account(new Account(user, password, null, Impersonation.of(lower)));
        }

        /** Any account; the mailbox it names must be among the mailboxes. */
        public Builder account(Account account) {
            accounts.add(account);
            return this;
        }

        /** What fills the mailboxes before the server answers its first request. */
        public Builder content(SandboxContent content) {
            contents.add(content);
            return this;
        }

        /** Fills the mailboxes and begins to answer. */
        public SandboxServer start() {
            try {
                Path home = folder != null ? folder : Files.createTempDirectory("exchange-sandbox");
                MailStore store = filled(home);
                CertificateAuthority authority = CertificateAuthority.in(home);
                HttpFront front = new HttpFront(port, authority.serverContext(), Faults.MOST_WAITING);
                SignIns signIns = new SignIns(front.connections());
                TokenService tokens = doors.open(front, accounts, signIns, clock);
                Ledger ledger = ledger(front);
                store.journal(ledger);
                Map<String, Operation> operations = Operations.all();
                Faults faults = new Faults(store, operations.keySet(), new LedgerFilter(ledger));
                Servers servers = new Servers(front.baseUrl());
                DiscoveryRules discovery = new DiscoveryRules();
                SoapService service = new SoapService(store, version, operations, WindowsZones::zone);
                front.serve(service, path -> servers.filter(path, faults));
                front.translate(servers::local);
                front.serve("/autodiscover/autodiscover.svc", new SoapPage(store, servers, discovery));
                front.serve("/autodiscover/autodiscover.xml", new PoxPage(store, servers, discovery));
                front.serveOpenlyBelow(JsonPage.PREFIX, new JsonPage(store, servers, discovery));
                Administration administration = new Administration(store, ledger, servers);
                if (controlPassword != null) {
                    Account control = new Account(CONTROL_USER, controlPassword, null, Impersonation.NONE);
                    front.serve(new Area(
                            "/sandbox/",
                            List.of(new BasicAuthentication(new Directory(List.of(control)), signIns)),
                            new ControlPage(
                                    faults,
                                    ledger,
                                    administration,
                                    discovery,
                                    authority,
                                    issuer -> front.show(issuer.serverContext()))));
                }
                front.start();
                return new SandboxServer(
                        store,
                        accounts,
                        authority,
                        front,
                        ledger,
                        faults,
                        administration,
                        signIns,
                        tokens,
                        servers,
                        discovery);
            } catch (IOException e) {
                throw new UncheckedIOException("the sandbox cannot start on port " + port + ": " + e.getMessage(), e);
            }
        }

        private MailStore filled(Path home) throws IOException {
            MailStore store = new MailStore(
                    UUID.nameUUIDFromBytes(("store:" + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8)),
                    clock,
                    new BlobStore(home.resolve("contents")));
            for (NewMailbox wanted : mailboxes) {
                Mailbox made = store.add(wanted.address(), wanted.name());
                wanted.aliases().forEach(alias -> store.alias(alias, made));
            }
            for (SandboxContent content : contents) {
                content.fill(store);
            }
            return store;
        }

        /** The port is taken before the ledger is touched, so that a second sandbox by mistake harms nothing. */
        private Ledger ledger(HttpFront bound) throws IOException {
            try {
                return ledgerFile == null ? Ledger.inMemory(clock) : Ledger.inFile(ledgerFile, clock);
            } catch (IOException e) {
                bound.close();
                throw e;
            }
        }
    }
}
