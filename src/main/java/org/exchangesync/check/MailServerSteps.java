package org.exchangesync.check;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.TrustStore;

/**
 * The steps up to the door of a POP3 or SMTP server, without signing in: DNS, TCP, TLS, what it says of itself. With STARTTLS
 * the last two change places.
 */
final class MailServerSteps {
    static final String GREETING = "greeting";

    private final Examination examination;
    private final ConnectionSettings settings;
    private final URI server;
    private final Clock clock;
    private final String protocol;
    private final boolean pop3;
    private final boolean plain;

    MailServerSteps(Examination examination, ConnectionSettings settings, URI server, Clock clock) {
        this.examination = examination;
        this.settings = settings;
        this.server = server;
        this.clock = clock;
        String scheme = server.getScheme().toLowerCase(Locale.ROOT);
        this.pop3 = scheme.startsWith("pop3");
        this.protocol = pop3 ? "POP3" : "SMTP";
        this.plain = scheme.endsWith("+plain");
    }

    /** @return whether it makes sense to sign in */
    boolean run() {
        boolean good = step(true, NetworkSteps.DNS, "Name in the DNS", this::resolve);
        try (Line line = new Line(settings, server)) {
            good = step(good, NetworkSteps.TCP, "TCP connection", line::connect);
            if (isStartTls()) {
                good = step(good, GREETING, "Greeting and capabilities", () -> greet(line, true));
                return step(good, NetworkSteps.TLS, "TLS and certificate", () -> secure(line));
            }
            good = step(good, NetworkSteps.TLS, "TLS and certificate", () -> secure(line));
            return step(good, GREETING, "Greeting and capabilities", () -> greet(line, false));
        }
    }

    private boolean isStartTls() {
        return !plain && !server.getScheme().toLowerCase(Locale.ROOT).endsWith("s");
    }

    private boolean step(boolean good, String id, String name, Examination.Look look) {
        String told = name + ", " + protocol;
        Step step = good ? examination.step(id, told, look) : examination.skip(id, told, "the step before failed");
        return step.isGood();
    }

    private Finding resolve() throws StepFailure {
        try {
            return Finding.pass(server.getHost() + " is "
                    + Arrays.stream(InetAddress.getAllByName(server.getHost()))
                            .map(InetAddress::getHostAddress)
                            .collect(Collectors.joining(", ")));
        } catch (UnknownHostException e) {
            throw new StepFailure("UnknownHost", "the name " + server.getHost() + " can't be found", e);
        }
    }

    private Finding secure(Line line) throws StepFailure {
        return plain
                ? Finding.warn("PlainText", server + " is reached without TLS")
                : Certificates.judge(line.secure(), server.getHost(), TrustStore.managers(settings), clock.instant());
    }

    private Finding greet(Line line, boolean startTls) throws StepFailure {
        String greeting = line.hear();
        if (!greeting.startsWith(pop3 ? "+OK" : "220")) {
            return Finding.fail(
                    "NoGreeting", "the server begins with '" + greeting + "', not as " + protocol + " servers do");
        }
        List<String> offers = pop3 ? capabilities(line) : extensions(line);
        String seen = "'" + greeting + "'; it offers " + (offers.isEmpty() ? "nothing" : String.join(", ", offers));
        if (startTls) {
            String answer = line.say(pop3 ? "STLS" : "STARTTLS");
            if (!answer.startsWith(pop3 ? "+OK" : "220")) {
                return Finding.fail("StartTlsMissing", "TLS can't begin ('" + answer + "'): " + seen);
            }
        }
        if (pop3 && !offers.isEmpty() && !offers.contains("UIDL")) {
            return Finding.warn("NoUniqueIds", seen);
        }
        return Finding.pass(seen);
    }

    private static List<String> capabilities(Line line) throws StepFailure {
        return line.say("CAPA").startsWith("+OK") ? line.hearUntil("."::equals) : List.of();
    }

    private static List<String> extensions(Line line) throws StepFailure {
        String first = line.say("EHLO [127.0.0.1]");
        return first.startsWith("250-")
                ? line.hearUntil(text -> text.startsWith("250 ")).stream()
                        .map(text -> text.substring(Math.min(4, text.length())))
                        .toList()
                : List.of();
    }
}
