package org.exchangesync.check;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.HttpProxy;
import org.exchangesync.transport.TrustStore;

/** The steps up to the server's door, without signing in: DNS, TCP, TLS, HTTP. */
final class NetworkSteps {
    static final String DNS = "dns";
    static final String TCP = "tcp";
    static final String TLS = "tls";
    static final String HTTP = "http";

    private static final Pattern FORM = Pattern.compile(
            "(/owa/|logon|log-?in|sign-?in|/adfs/|/my\\.policy|/auth/|oauth2|saml)", Pattern.CASE_INSENSITIVE);
    private static final Pattern GATEWAY = Pattern.compile(
            "(gateway|squid|zscaler|blue\\s?coat|haproxy|nginx|varnish|fortigate|netscaler|big-?ip|proxy)",
            Pattern.CASE_INSENSITIVE);

    private final Examination examination;
    private final ConnectionSettings settings;
    private final URI server;
    private final Clock clock;
    private Instant serverTime;

    NetworkSteps(Examination examination, ConnectionSettings settings, URI server, Clock clock) {
        this.examination = examination;
        this.settings = settings;
        this.server = server;
        this.clock = clock;
    }

    /** The same steps where no server is known. */
    static void skip(Examination examination, String reason) {
        examination.skip(DNS, "Name in the DNS", reason);
        examination.skip(TCP, "TCP connection", reason);
        examination.skip(TLS, "TLS and certificate", reason);
        examination.skip(HTTP, "EWS address asked without signing in", reason);
    }

    /** @return whether it makes sense to go on to the server */
    boolean run() {
        boolean good = examination.step(DNS, "Name in the DNS", this::resolve).isGood();
        try (Line line = new Line(settings, server)) {
            good = next(good, TCP, "TCP connection", line::connect);
            good = next(good, TLS, "TLS and certificate", () -> secure(line));
            return next(good, HTTP, "EWS address asked without signing in", () -> ask(line));
        }
    }

    private boolean next(boolean good, String id, String name, Examination.Look look) {
        Step step = good ? examination.step(id, name, look) : examination.skip(id, name, "the step before failed");
        return step.isGood();
    }

    /** What the server takes for the time, if it said so. */
    Optional<Instant> serverTime() {
        return Optional.ofNullable(serverTime);
    }

    private Finding resolve() throws StepFailure {
        HttpProxy proxy = Line.proxy(settings, server.getHost());
        String host = proxy == null ? server.getHost() : proxy.host();
        try {
            String addresses = Arrays.stream(InetAddress.getAllByName(host))
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(", "));
            return Finding.pass((proxy == null ? host : "proxy " + host) + " is " + addresses
                    + (proxy == null ? "" : "; the proxy resolves " + server.getHost()));
        } catch (UnknownHostException e) {
            throw new StepFailure("UnknownHost", "the name " + host + " can't be found", e);
        }
    }

    private Finding secure(Line line) throws StepFailure {
        if ("http".equalsIgnoreCase(server.getScheme())) {
            return Finding.warn("PlainHttp", server + " is reached without TLS");
        }
        return Certificates.judge(line.secure(), server.getHost(), TrustStore.managers(settings), clock.instant());
    }

    private Finding ask(Line line) throws StepFailure {
        String path = server.getRawPath() == null || server.getRawPath().isEmpty() ? "/" : server.getRawPath();
        Instant before = clock.instant();
        Line.Asked asked = line.ask(path);
        HttpHead answer = asked.answer();
        serverTime = answer.header("Date").map(NetworkSteps::date).orElse(null);
        if (serverTime != null) {
            // the middle of the call is the best guess of when the server looked at its clock
            serverTime =
                    serverTime.minus(Duration.between(before, clock.instant()).dividedBy(2));
        }
        return judge(answer).with(asked.evidence());
    }

    private static Instant date(String text) {
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            return null; // a server that tells no time
        }
    }

    private Finding judge(HttpHead answer) {
        int status = answer.status();
        List<String> offered = answer.schemes();
        String wanted = scheme();
        String offers = offered.isEmpty() ? "none" : String.join(", ", offered);
        String location =
                answer.header("Location").map(text -> text.split("[?#]", 2)[0]).orElse("nowhere");
        if (status == 401) {
            if (offered.stream().anyMatch(wanted::equalsIgnoreCase)) {
                return Finding.pass("the server asks to sign in and offers " + offers);
            }
            return offered.isEmpty()
                    ? Finding.fail("NoScheme", "the server answers 401 and doesn't say how to sign in")
                    : Finding.fail("SchemeMissing", wanted + " is not enabled: the server offers " + offers);
        }
        if (status / 100 == 3) {
            return FORM.matcher(location).find()
                    ? Finding.fail("FormLogin", "HTTP " + status + " leads to a form for people: " + location)
                    : Finding.fail("Redirect", "HTTP " + status + " leads to " + location);
        }
        if (status == 200 && answer.isHtml()) {
            return Finding.fail("FormLogin", "a web page comes where the server should ask to sign in");
        }
        if (status < 300) {
            return Finding.warn("NoQuestion", "the server answers HTTP " + status + " without asking who we are");
        }
        Optional<String> between = inBetween(answer);
        return between.isPresent() && status != 404
                ? Finding.fail("ProxyInTheWay", "HTTP " + status + " comes from " + between.get() + ", not from EWS")
                : Finding.fail("Http" + status, "the server answers HTTP " + status);
    }

    /** Whatever answers in the server's place. */
    private static Optional<String> inBetween(HttpHead answer) {
        Optional<String> via = answer.header("Via").map(value -> "a proxy (Via: " + value + ")");
        return via.or(() -> answer.header("Server")
                .filter(name -> GATEWAY.matcher(name).find())
                .map(name -> "something in between (Server: " + name + ")"));
    }

    /** As HTTP calls the way to sign in that the profile says. */
    private String scheme() {
        if (settings.authentication() instanceof Authentication.Basic) {
            return "Basic";
        }
        return settings.authentication() instanceof Authentication.Ntlm ? "NTLM" : "Bearer";
    }
}
