package org.exchangesync.ews.autodiscover;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.exchangesync.ews.autodiscover.Attempt.Method;
import org.exchangesync.ews.autodiscover.Attempt.Outcome;
import org.exchangesync.ews.client.SideConnections;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Discovery;
import org.exchangesync.transport.TransportException;

/** One search for the server of one mailbox. For one thread, used once. */
final class Search {
    private static final String EXCHANGE_ONLINE = "outlook.office365.com";
    private static final int MOST_REDIRECTS = 10;
    /** One refusal proves nothing, but an account is locked after a few. */
    private static final int MOST_REFUSALS = 3;

    private static final int MOST_SERVICE_RECORDS = 3;
    private static final int LONGEST_URL = 2000;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(3);

    private final Web web;
    private final HostNames names;
    private final ServiceRecords records;
    private final ConnectionSettings settings;
    private final Discovery discovery;
    private final String mailbox;
    private final HostPolicy policy;
    private final Optional<AutodiscoverResult.Endpoint> first;
    private final long begun = System.nanoTime();

    private final Deque<Candidate> waiting = new ArrayDeque<>();
    private final List<Candidate> busy = new ArrayList<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> refusing = new HashSet<>();
    private final Set<String> addresses = new HashSet<>();
    private final Trail trail = new Trail();
    private String address;
    private int round;
    private int redirects;
    private URI found;
    private AutodiscoverResult.Endpoint endpoint;
    private String stopCode;
    private String stopReason;

    Search(
            Web web,
            HostNames names,
            ServiceRecords records,
            ConnectionSettings settings,
            String mailbox,
            Optional<AutodiscoverResult.Endpoint> first) {
        this.web = web;
        this.names = names;
        this.records = records;
        this.settings = settings;
        this.discovery = settings.discovery();
        this.mailbox = mailbox;
        this.policy = new HostPolicy(mailbox, discovery);
        this.first = first;
        this.address = mailbox;
    }

    AutodiscoverResult run() {
        if (!isAddress(mailbox)) {
            stop(AutodiscoverResult.FAILED, "'" + Texts.cut(mailbox) + "' is no SMTP address");
        }
        addresses.add(lower(mailbox));
        while (found == null && stopCode == null) {
            Candidate next = waiting.poll();
            if (next != null) {
                ask(next);
            } else if (!busy.isEmpty()) {
                waiting.addAll(busy);
                busy.clear();
            } else if (!addCandidates(round++)) {
                break;
            }
            if (found == null && System.nanoTime() - begun > LONGEST_NANOS) {
                stop(
                        TransportException.NETWORK,
                        "it took longer than " + TimeUnit.NANOSECONDS.toMinutes(LONGEST_NANOS) + " minutes");
            }
        }
        if (found != null) {
            return new AutodiscoverResult(mailbox, found, endpoint, null, null, trail.attempts());
        }
        if (stopCode == null) {
            Trail.Conclusion conclusion =
                    trail.conclude(refusing.size(), settings.authentication().account());
            stop(conclusion.code(), conclusion.reason());
        }
        return new AutodiscoverResult(mailbox, null, null, stopCode, stopReason, trail.attempts());
    }

    /** The next ones to ask, when all before led nowhere; false when there are no more. */
    private boolean addCandidates(int number) {
        Optional<String> domain = HostPolicy.domain(address);
        switch (number) {
            case 0 -> addKnown();
            case 1 -> domain.ifPresent(name -> hosts(name).forEach(host -> waiting.addAll(Candidate.of(host, true))));
            case 2 ->
                domain.filter(name -> discovery.httpRedirect())
                        .ifPresent(name -> waiting.add(new Candidate(
                                Method.HTTP_REDIRECT,
                                URI.create("http://autodiscover." + name + "/autodiscover/autodiscover.xml"),
                                true,
                                false)));
            case 3 -> domain.filter(name -> discovery.serviceRecords()).ifPresent(this::lookUp);
            case 4 ->
                domain.ifPresent(
                        name -> hosts(name).filter(trail::hasAnswered).forEach(host -> waiting.add(json(host))));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void addKnown() {
        if (addresses.size() == 1) {
            first.ifPresent(known -> waiting.add(new Candidate(known.method(), known.url(), known.trusted(), false)));
        }
        if (discovery.exchangeOnline()) {
            waiting.add(json(EXCHANGE_ONLINE));
        }
        discovery.endpoints().forEach(url -> waiting.addAll(Candidate.at(url, Method.SOAP, true)));
    }

    private static Stream<String> hosts(String domain) {
        return Stream.of(domain, "autodiscover." + domain);
    }

    private Candidate json(String host) {
        return new Candidate(Method.JSON, JsonDiscovery.url(host, address), true, false);
    }

    private void lookUp(String domain) {
        String name = "_autodiscover._tcp." + domain;
        long from = System.nanoTime();
        try {
            List<ServiceRecords.Target> targets = records.find(name).stream()
                    .filter(target -> target.port() != 80 && isHost(target.host()))
                    .sorted(Comparator.comparingInt(ServiceRecords.Target::priority)
                            .thenComparing(ServiceRecords.Target::weight, Comparator.reverseOrder()))
                    .limit(MOST_SERVICE_RECORDS)
                    .toList();
            targets.forEach(target -> waiting.addAll(
                    Candidate.of(target.host() + (target.port() == 443 ? "" : ":" + target.port()), true)));
            trail.note(
                    Method.SRV,
                    name,
                    targets.isEmpty() ? Outcome.NO_ANSWER : Outcome.REDIRECTED,
                    targets.isEmpty()
                            ? "the DNS has no such record"
                            : "to "
                                    + targets.stream()
                                            .map(target -> target.host() + ":" + target.port())
                                            .collect(Collectors.joining(", ")),
                    from);
        } catch (IOException e) {
            trail.note(Method.SRV, name, Outcome.NO_ANSWER, Texts.cut(String.valueOf(e.getMessage())), from);
        }
    }

    private void ask(Candidate candidate) {
        String key = candidate.method() + " " + candidate.url() + " " + lower(address);
        if (!asked.add(key) && !candidate.again()) {
            return;
        }
        long from = System.nanoTime();
        String authority = lower(String.valueOf(candidate.url().getRawAuthority()));
        Optional<String> refusal =
                candidate.method() == Method.HTTP_REDIRECT ? Optional.empty() : policy.refusal(candidate.url());
        if (refusal.isPresent()) {
            note(candidate, Outcome.NOT_ALLOWED, "not asked: " + refusal.get(), from);
        } else if (candidate.isSignedIn() && (refusing.contains(authority) || refusing.size() >= MOST_REFUSALS)) {
            note(
                    candidate,
                    Outcome.UNAUTHORIZED,
                    "not asked, because the account was refused "
                            + (refusing.contains(authority) ? "here" : refusing.size() + " times") + " before",
                    from);
        } else if (isReachable(candidate, from)) {
            exchange(candidate, authority, from);
        }
    }

    private boolean isReachable(Candidate candidate, long from) {
        String host = candidate.url().getHost();
        if (SideConnections.isProxied(settings.proxy(), host) || policy.isNamed(host)) {
            return true;
        }
        try {
            Optional<String> refusal = AddressGuard.refusal(host, names.addresses(host), candidate.trusted());
            refusal.ifPresent(reason -> note(
                    candidate,
                    Outcome.NOT_ALLOWED,
                    "not asked: " + reason + "; if that is right, add the host to the allowed hosts of Autodiscover",
                    from));
            return refusal.isEmpty();
        } catch (UnknownHostException e) {
            note(candidate, Outcome.NO_ANSWER, "the name " + host + " can't be found", from);
            return false;
        }
    }

    private void exchange(Candidate candidate, String authority, long from) {
        try {
            Web.Answer answer = web.ask(candidate.question(address), settings);
            int status = answer.status();
            if (status >= 301 && status <= 308 && status != 304) {
                redirect(candidate, answer.header("Location").orElse(null), "HTTP " + status, from);
            } else if (status == 401 && candidate.isSignedIn()) {
                refusing.add(authority);
                note(candidate, Outcome.UNAUTHORIZED, "HTTP 401; it offers " + schemes(answer), from);
            } else if (status != 200 || candidate.method() == Method.HTTP_REDIRECT) {
                note(candidate, Outcome.REFUSED, "HTTP " + status, from);
            } else if (answer.isHtml()) {
                note(candidate, Outcome.BAD_ANSWER, "a web page, perhaps a form to log in", from);
            } else {
                take(candidate, candidate.read(answer.body()), from);
            }
        } catch (Web.Failure e) {
            note(candidate, e.outcome(), Texts.cut(e.getMessage()), from);
        } catch (TransportException e) {
            stop(e.code(), e.getMessage()); // our own settings: nobody was asked
        }
    }

    private static String schemes(Web.Answer answer) {
        List<String> schemes = answer.all("WWW-Authenticate").stream()
                .map(challenge -> challenge.strip().split("[ ,]", 2)[0])
                .distinct()
                .toList();
        return schemes.isEmpty() ? "no way to sign in" : Texts.cut(String.join(", ", schemes));
    }

    private void take(Candidate candidate, Reading reading, long from) {
        if (reading instanceof Reading.Found told) {
            found(candidate, told, from);
        } else if (reading instanceof Reading.OtherUrl other) {
            redirect(candidate, other.url(), "RedirectUrl", from);
        } else if (reading instanceof Reading.OtherAddress other) {
            startAnew(candidate, other.address().strip(), from);
        } else if (reading instanceof Reading.Nothing nothing) {
            if (nothing.outcome() == Outcome.BUSY && !candidate.again()) {
                busy.add(candidate.onceMore());
            }
            note(candidate, nothing.outcome(), nothing.detail(), from);
        }
    }

    private void found(Candidate candidate, Reading.Found told, long from) {
        List<String> refusals = new ArrayList<>();
        for (String text : Stream.of(Optional.ofNullable(told.external()), Optional.ofNullable(told.internal()))
                .flatMap(Optional::stream)
                .toList()) {
            Optional<URI> url = url(null, text);
            Optional<String> refusal = url.isEmpty() ? Optional.of("it is no URL") : policy.refusal(url.get());
            if (refusal.isEmpty()) {
                found = url.get();
                endpoint = candidate.method() == Method.JSON
                        ? null
                        : new AutodiscoverResult.Endpoint(candidate.method(), candidate.url(), candidate.trusted());
                String schemas = told.schemas() == null ? "" : "; schemas " + Texts.cut(told.schemas());
                note(candidate, Outcome.FOUND, Texts.cut(text) + schemas, from);
                return;
            }
            refusals.add("EWS is told to be at " + Texts.cut(text) + ", but " + refusal.get());
        }
        String reason = String.join("; ", refusals);
        note(candidate, Outcome.NOT_ALLOWED, reason, from);
        stop(AutodiscoverResult.HOST_NOT_ALLOWED, reason);
    }

    private void redirect(Candidate candidate, String location, String by, long from) {
        Optional<URI> url = location == null ? Optional.empty() : url(candidate.url(), location);
        if (url.isEmpty()) {
            note(candidate, Outcome.BAD_ANSWER, by + " to nowhere: " + Texts.cut(String.valueOf(location)), from);
            return;
        }
        note(candidate, Outcome.REDIRECTED, by + " to " + Texts.cut(location), from);
        if (isOneTooMany()) {
            return;
        }
        boolean trusted = candidate.trusted() && candidate.method() != Method.HTTP_REDIRECT;
        List<Candidate> targets = Candidate.at(url.get(), candidate.method(), trusted);
        for (int i = targets.size() - 1; i >= 0; i--) {
            waiting.addFirst(targets.get(i));
        }
    }

    private void startAnew(Candidate candidate, String other, long from) {
        if (!isAddress(other)) {
            note(candidate, Outcome.BAD_ANSWER, "RedirectAddress to '" + Texts.cut(other) + "', which is none", from);
            return;
        }
        if (!addresses.add(lower(other))) {
            note(candidate, Outcome.BAD_ANSWER, "RedirectAddress to " + other + ", which was asked for before", from);
            return;
        }
        note(candidate, Outcome.REDIRECTED, "RedirectAddress to " + other, from);
        if (!isOneTooMany()) {
            address = other;
            waiting.clear();
            busy.clear();
            round = 0;
        }
    }

    private boolean isOneTooMany() {
        if (++redirects > MOST_REDIRECTS) {
            stop(AutodiscoverResult.FAILED, "there are more than " + MOST_REDIRECTS + " redirects in a row");
            return true;
        }
        return false;
    }

    private static Optional<URI> url(URI base, String text) {
        try {
            if (text.length() > LONGEST_URL) {
                return Optional.empty();
            }
            URI url = URI.create(text.strip());
            URI whole = base == null ? url : base.resolve(url);
            if (whole.getHost() == null || whole.getScheme() == null) {
                return Optional.empty();
            }
            String plain = whole.toString();
            int fragment = plain.indexOf('#');
            return Optional.of(fragment < 0 ? whole : URI.create(plain.substring(0, fragment)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isAddress(String text) {
        return text.length() <= 320 && text.matches("[^\\s\\p{Cntrl}@<>\"&]+@[^\\s\\p{Cntrl}@<>\"&/?#\\\\]+");
    }

    private static boolean isHost(String name) {
        return HostPolicy.domain("x@" + name).isPresent();
    }

    private void note(Candidate candidate, Outcome outcome, String detail, long from) {
        trail.note(candidate.method(), candidate.url().toString(), outcome, detail, from);
    }

    private void stop(String code, String reason) {
        stopCode = code;
        stopReason = reason;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
