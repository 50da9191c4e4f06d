package org.exchangesync.sandbox.discovery;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.exchangesync.sandbox.http.CallFilter;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.SoapFault;

/**
 * The servers that the sandbox plays, and on which of them each mailbox is. All share a port; they differ by the first part
 * of the path: EWS of the server {@code b} is at {@code /b/EWS/Exchange.asmx}, that of the first one, {@value #MAIN}, at {@code
 * /EWS/Exchange.asmx}. Threadsafe.
 */
public final class Servers {
    /** The server that all mailboxes are on at first. */
    public static final String MAIN = "main";

    private static final String EWS = "/EWS/Exchange.asmx";

    private record Home(String server, Formerly formerly) {}

    private final String baseUrl;
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final Map<String, Home> homes = new ConcurrentHashMap<>();

    /** @param baseUrl such as {@code https://localhost:8443} */
    public Servers(String baseUrl) {
        this.baseUrl = baseUrl;
        names.add(MAIN);
    }

    /**
     * Moves a mailbox, with all it holds.
     *
     * @param address its primary address
     * @param server to which; it is there from now on
     * @param formerly what all others answer to calls for it
     */
    public void move(String address, String server, Formerly formerly) {
        if (!server.matches("[a-z][a-z0-9-]{0,19}")
                || Set.of("ews", "autodiscover", "sandbox").contains(server)) {
            throw new IllegalArgumentException("a server can't be called '" + server
                    + "'; its name has up to 20 lower case letters, digits and hyphens, and is not ews, autodiscover or"
                    + " sandbox");
        }
        names.add(server);
        homes.put(key(address), new Home(server, formerly));
    }

    /** On which server a mailbox is. */
    public String of(String address) {
        Home home = homes.get(key(address));
        return home == null ? MAIN : home.server;
    }

    /** Where EWS of a server is. */
    public String ewsUrl(String server) {
        return baseUrl + (server.equals(MAIN) ? "" : "/" + server) + EWS;
    }

    /** A path without the server's part; unchanged where it has none. */
    public String local(String path) {
        String server = at(path);
        return server.equals(MAIN) ? path : path.substring(server.length() + 1);
    }

    /** Answers calls for mailboxes that are elsewhere; all others go on. */
    public CallFilter filter(String path, CallFilter rest) {
        String server = at(path);
        return (call, perform) -> {
            Home home =
                    call.own().map(mailbox -> homes.get(key(mailbox.address()))).orElse(null);
            boolean here = server.equals(home == null ? MAIN : home.server);
            return here ? rest.around(call, perform) : elsewhere(home, call, perform);
        };
    }

    private Reply elsewhere(Home home, Call call, Function<Call, Reply> perform) {
        if (home == null) {
            return perform.apply(call.refused(unknown()));
        }
        return switch (home.formerly) {
            case REDIRECT -> Reply.empty(302).with("Location", ewsUrl(home.server));
            case NOT_FOUND -> Reply.empty(404);
            case SILENT -> Reply.NONE;
            case UNKNOWN -> perform.apply(call.refused(unknown()));
            case MOVING ->
                perform.apply(call.refused(new SoapFault(
                        "ErrorMailboxMoveInProgress",
                        "Mailbox move in progress. Try again later., Cannot open mailbox.")));
            case DISCONNECTED ->
                perform.apply(call.refused(new SoapFault("ErrorConnectionFailed", "Connection failed. Try later.")));
        };
    }

    private static SoapFault unknown() {
        return new SoapFault("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.");
    }

    private String at(String path) {
        int end = path.indexOf('/', 1);
        String first = end < 0 ? "" : path.substring(1, end).toLowerCase(Locale.ROOT);
        return names.contains(first) ? first : MAIN;
    }

    private static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
