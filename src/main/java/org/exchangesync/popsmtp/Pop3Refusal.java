package org.exchangesync.popsmtp;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exchangesync.transport.TransportException;

/**
 * A POP3 server said {@code -ERR}. What that means stands in its response code, where servers know them; where they don't,
 * their words are looked at.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2449#section-8">RFC 2449, 8: extended response codes</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3206">RFC 3206: SYS and AUTH</a>
 */
final class Pop3Refusal extends TransportException {
    private static final long serialVersionUID = 1L;

    /** User name or password is refused. */
    static final String AUTH = "Pop3Auth";
    /** Another session has the maildrop. */
    static final String IN_USE = "Pop3InUse";
    /** The last session was too short ago. */
    static final String LOGIN_DELAY = "Pop3LoginDelay";
    /** Passing trouble of the server. */
    static final String TEMPORARY = "Pop3SysTemp";
    /** Trouble of the server that a person must mend. */
    static final String PERMANENT = "Pop3SysPerm";
    /** The server doesn't say why. */
    static final String REFUSED = "Pop3Refused";

    private static final Pattern RESPONSE_CODE = Pattern.compile("^\\[([A-Za-z/-]+)]");
    private static final Pattern LOCKED =
            Pattern.compile("lock|in use|already|another (pop3? )?session|busy", Pattern.CASE_INSENSITIVE);
    private static final Pattern LATER =
            Pattern.compile("temporar|try again|later|unavailable|too many|internal", Pattern.CASE_INSENSITIVE);

    private Pop3Refusal(String code, String message, Duration backOff) {
        super(code, message, backOff, null, null);
    }

    /** @param words what followed {@code -ERR} */
    static Pop3Refusal of(MailServer server, String doing, String words) {
        return new Pop3Refusal(told(words, REFUSED), message(server, doing, words), null);
    }

    /**
     * At signing in, where a refusal without a code mostly is one of the account.
     *
     * @param tellsAuth the server announced to use the code AUTH whenever it is the account (RFC 3206)
     * @param delay that it demands between two sessions
     */
    static Pop3Refusal atSignIn(MailServer server, String user, String words, boolean tellsAuth, Duration delay) {
        String untold = LOCKED.matcher(words).find()
                ? IN_USE
                : tellsAuth || LATER.matcher(words).find() ? TEMPORARY : AUTH;
        String code = told(words, untold);
        return new Pop3Refusal(
                code,
                message(server, "signing in as " + user, words),
                code.equals(LOGIN_DELAY) || code.equals(IN_USE) ? delay : null);
    }

    private static String told(String words, String otherwise) {
        Matcher code = RESPONSE_CODE.matcher(words);
        if (!code.find()) {
            return otherwise;
        }
        return switch (code.group(1).toUpperCase(Locale.ROOT)) {
            case "IN-USE" -> IN_USE;
            case "LOGIN-DELAY" -> LOGIN_DELAY;
            case "SYS/TEMP", "SYS" -> TEMPORARY;
            case "SYS/PERM" -> PERMANENT;
            case "AUTH" -> AUTH;
            default -> otherwise;
        };
    }

    private static String message(MailServer server, String doing, String words) {
        return server + " refuses, while " + doing + ": " + (words.isBlank() ? "it doesn't say why" : words) + ".";
    }

    /** Whether it is about the one message that was asked for. */
    boolean isOfMessage() {
        return code().equals(REFUSED) || code().equals(PERMANENT);
    }
}
