package org.exchangesync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.exchangesync.sandbox.soap.SoapFault;
import org.exchangesync.sandbox.soap.SoapService;
import org.exchangesync.sandbox.store.Account;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTPS: log-on, addresses without regard to case, the headers that servers set, gzip both ways. Listens on the loopback
 * interface only.
 */
public final class HttpFront implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final long LONGEST_REQUEST = 64L << 20;
    /** So many calls are worked on at once; those that a fault keeps waiting come on top, so that they block nobody. */
    private static final int THREADS = 64;

    private static final String FORM = "/owa/auth/logon.aspx";
    private static final byte[] FORM_PAGE = """
            <!DOCTYPE html><html><head><title>Outlook</title></head><body><form method="post">
            User name <input name="username"> Password <input name="password" type="password">
            </form></body></html>""".getBytes(StandardCharsets.UTF_8);

    private static final String SCHEMA = "/org/exchangesync/ews/client/wsdl/";

    static {
        // Without it every answer on a kept connection waits 40 ms for an acknowledgement.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    /** So long connections end with their answers when the certificate has changed, those that began before too. */
    private static final Duration FAREWELL = Duration.ofSeconds(30);

    private final HttpsServer server;
    private final ExecutorService workers;
    private final SeenConnections connections = new SeenConnections();
    private volatile List<AuthenticationScheme> schemes = List.of();
    private volatile boolean sendsToForm;
    private final Map<String, Page> pages = new HashMap<>();
    private final Map<Predicate<String>, Page> openPages = new HashMap<>();
    private UnaryOperator<String> translation = UnaryOperator.identity();
    private final List<Area> areas = new CopyOnWriteArrayList<>();
    private volatile SSLContext tls;
    private volatile long changed = System.nanoTime() - FAREWELL.toNanos();

    /**
     * Binds the port; nothing is answered before {@link #start}.
     *
     * @param port 0 means any free one
     * @param waiting how many calls may wait without taking part in anything
     */
    public HttpFront(int port, SSLContext tls, int waiting) throws IOException {
        this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 128);
        this.tls = tls;
        this.server.setHttpsConfigurator(new HttpsConfigurator(WireContext.around(() -> this.tls, connections)) {
            @Override
            public void configure(HttpsParameters parameters) {
                parameters.setSSLParameters(HttpFront.this.tls.getDefaultSSLParameters());
            }
        });
        this.workers = Executors.newFixedThreadPool(THREADS + waiting, work -> {
            Thread thread = new Thread(work, "sandbox-http");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(workers);
        server.createContext("/", this::handle);
    }

    /**
     * Puts EWS where clients look for it. Before {@link #start}.
     *
     * @param filters what happens around the calls at a path
     */
    public void serve(SoapService service, Function<String, CallFilter> filters) {
        pages.put("/ews/exchange.asmx", new EwsPage(service, filters));
        pages.put("/ews/services.wsdl", new SchemaPage(SCHEMA + "services.wsdl"));
        pages.put("/ews/messages.xsd", new SchemaPage(SCHEMA + "messages.xsd"));
        pages.put("/ews/types.xsd", new SchemaPage(SCHEMA + "types.xsd"));
    }

    /** Adds a page at a path in lower case. Before {@link #start}. */
    public void serve(String path, Page page) {
        pages.put(path, page);
    }

    /** Adds a page at all paths that begin so, in lower case, for which nobody logs on. Before {@link #start}. */
    public void serveOpenlyBelow(String prefix, Page page) {
        openPages.put(path -> path.startsWith(prefix), page);
    }

    /** Says which path stands for another one. Before {@link #start}. */
    public void translate(UnaryOperator<String> paths) {
        translation = paths;
    }

    /** Says how to log on. Before {@link #start}. */
    public void accept(List<AuthenticationScheme> ways) {
        schemes = List.copyOf(ways);
    }

    /** Sends whoever isn't logged on to a form for people, instead of asking him to. Before {@link #start}. */
    public void sendToForm() {
        sendsToForm = true;
        serveOpenly(FORM, request -> Reply.of(200, "text/html; charset=utf-8", FORM_PAGE));
    }

    /** Adds an address where nobody needs to log on: its requests have no account. Before {@link #start}. */
    public void serveOpenly(String pathEnd, Page page) {
        String end = lower(pathEnd);
        openPages.put(path -> path.endsWith(end), page);
    }

    /** The connections of all clients. */
    public SeenConnections connections() {
        return connections;
    }

    /** Adds addresses with accounts of their own. */
    public void serve(Area area) {
        areas.add(area);
    }

    /** Begins to answer. */
    public void start() {
        server.start();
    }

    /** Shows another certificate to whoever connects from now on. */
    public void show(SSLContext context) {
        tls = context;
        changed = System.nanoTime();
    }

    /** Such as {@code https://localhost:8443}. */
    public String baseUrl() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            headers(exchange);
            String path = exchange.getRequestURI().getPath();
            Optional<Page> open = openPages.entrySet().stream()
                    .filter(entry -> entry.getKey().test(lower(path)))
                    .map(Map.Entry::getValue)
                    .findFirst();
            if (open.isPresent()) {
                send(exchange, open.get().answer(request(exchange, null)));
                return;
            }
            Optional<Area> area = areas.stream()
                    .filter(a -> lower(path).startsWith(a.prefix()))
                    .findFirst();
            Page page = area.map(Area::page).orElse(pages.get(lower(translation.apply(path))));
            List<AuthenticationScheme> accepted = area.map(Area::schemes).orElse(schemes);
            Optional<Account> account = accepted.stream()
                    .flatMap(s -> s.authenticate(exchange).stream())
                    .findFirst();
            if (account.isEmpty()) {
                drain(exchange.getRequestBody());
                send(exchange, refusal(exchange, accepted, area.isEmpty()));
                return;
            }
            connections.of(exchange).served(account.get().user());
            if (page == null) {
                drain(exchange.getRequestBody());
                send(exchange, Reply.empty(404));
            } else {
                Reply reply = page.answer(request(exchange, account.get()));
                if (reply.status() == 401) {
                    offer(exchange, accepted);
                }
                if (reply != Reply.NONE) {
                    drainBefore(exchange);
                }
                send(exchange, reply);
            }
        } catch (IOException e) {
            LOG.debug("The client of {} went away: {}", exchange.getRequestURI(), e.getMessage());
            throw e;
        }
    }

    private static Request request(HttpExchange exchange, Account account) throws IOException {
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                exchange.getRequestURI().getQuery(),
                body(exchange),
                account);
    }

    private Reply refusal(HttpExchange exchange, List<AuthenticationScheme> accepted, boolean formHere) {
        if (sendsToForm && formHere) {
            return Reply.empty(302).with("Location", baseUrl() + FORM + "?url=" + baseUrl() + "/owa/&reason=0");
        }
        offer(exchange, accepted);
        return Reply.empty(401);
    }

    private static void offer(HttpExchange refused, List<AuthenticationScheme> ways) {
        ways.stream()
                .flatMap(scheme -> scheme.challenges(refused).stream())
                .forEach(offer -> refused.getResponseHeaders().add("WWW-Authenticate", offer));
    }

    private static String lower(String path) {
        return path.toLowerCase(Locale.ROOT);
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        InputStream raw = exchange.getRequestBody();
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        boolean zipped = encoding != null && encoding.equalsIgnoreCase("gzip");
        return new LimitedInput(zipped ? new GZIPInputStream(raw) : raw, LONGEST_REQUEST);
    }

    /** Reads what the client still sends, because it may not look at the answer before it has sent all. */
    private static void drain(InputStream body) throws IOException {
        try {
            new LimitedInput(body, LONGEST_REQUEST).transferTo(OutputStream.nullOutputStream());
        } catch (SoapFault e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** What is read only behind an answer may hold the beginning of the next request, for which nobody would look then. */
    private static void drainBefore(HttpExchange exchange) {
        try {
            drain(exchange.getRequestBody());
        } catch (IOException e) {
            LOG.debug("The rest of {} is not read: {}", exchange.getRequestURI(), e.getMessage());
        }
    }

    private void headers(HttpExchange exchange) {
        var headers = exchange.getResponseHeaders();
        if (System.nanoTime() - changed < FAREWELL.toNanos()) {
            headers.set("Connection", "close");
        }
        headers.set("Cache-Control", "private");
        headers.set("Server", "Microsoft-IIS/10.0");
        headers.set("request-id", UUID.randomUUID().toString());
        headers.set("X-FEServer", "SANDBOX");
        headers.set("X-BEServer", "SANDBOX");
        headers.set("X-DiagInfo", "SANDBOX");
        String clientId = exchange.getRequestHeaders().getFirst("client-request-id");
        if (clientId != null) {
            headers.set("client-request-id", clientId.replaceAll("[\\r\\n]", ""));
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        if (reply == Reply.NONE) {
            return; // whoever closes the exchange now closes the connection
        }
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", reply.contentType());
        reply.headers().forEach(headers::set);
        Wire.send(reply.faults(), () -> {
            if (reply.content() == null) {
                sendBytes(exchange, reply);
            } else {
                stream(exchange, reply);
            }
        });
    }

    private static void sendBytes(HttpExchange exchange, Reply reply) throws IOException {
        exchange.sendResponseHeaders(reply.status(), reply.bytes().length == 0 ? -1 : reply.bytes().length);
        if (reply.bytes().length > 0) {
            exchange.getResponseBody().write(reply.bytes());
        }
    }

    private static void stream(HttpExchange exchange, Reply reply) throws IOException {
        var headers = exchange.getResponseHeaders();
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        boolean inChunks = reply.length() < 0;
        boolean zip = inChunks
                && accepted != null
                && accepted.toLowerCase(Locale.ROOT).contains("gzip");
        if (zip) {
            headers.set("Content-Encoding", "gzip");
            headers.set("Vary", "Accept-Encoding");
        }
        exchange.sendResponseHeaders(reply.status(), inChunks ? 0 : reply.length() == 0 ? -1 : reply.length());
        OutputStream raw = exchange.getResponseBody();
        try (OutputStream out = zip ? new GZIPOutputStream(raw, 8192) : raw) {
            try {
                reply.content().writeTo(out);
            } catch (Wire.EndsHere e) {
                out.flush();
                Wire.cut(); // before the stream is closed, which would give the answer a proper end
                throw e;
            }
        }
    }
}
