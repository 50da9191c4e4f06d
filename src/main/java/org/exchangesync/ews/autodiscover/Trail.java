package org.exchangesync.ews.autodiscover;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.exchangesync.ews.autodiscover.Attempt.Method;
import org.exchangesync.ews.autodiscover.Attempt.Outcome;
import org.exchangesync.transport.TransportException;

/** The steps of one search, and what they amount to where nothing was found. For one thread. */
final class Trail {
    private final List<Attempt> attempts = new ArrayList<>();

    /**
     * Why nothing was found.
     *
     * @param code as in {@link AutodiscoverResult}
     * @param reason in words
     */
    record Conclusion(String code, String reason) {}

    /** @param from when it began, by {@link System#nanoTime} */
    void note(Method method, String target, Outcome outcome, String detail, long from) {
        attempts.add(
                new Attempt(method, target, outcome, detail, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from)));
    }

    List<Attempt> attempts() {
        return attempts;
    }

    /** Whether a host gave any answer: one that gave none gives none to another question either. */
    boolean hasAnswered(String host) {
        return attempts.stream()
                .filter(attempt -> attempt.target().startsWith("https://" + host + "/"))
                .anyMatch(attempt -> attempt.outcome() != Outcome.NO_ANSWER && attempt.outcome() != Outcome.TLS);
    }

    /**
     * Of all that went wrong, what tells most.
     *
     * @param refusals how many servers refused the account
     */
    Conclusion conclude(int refusals, String account) {
        if (has(Outcome.UNKNOWN_MAILBOX)) {
            return new Conclusion(
                    "ErrorNonExistentMailbox", "the server knows no mailbox of this address. Check the address");
        }
        if (refusals > 1) {
            return new Conclusion(
                    TransportException.HTTP + 401,
                    refusals + " servers refused the account " + account
                            + ": user name or password is wrong, or they don't accept this way to sign in");
        }
        if (has(Outcome.BUSY)) {
            return new Conclusion("ErrorServerBusy", "the server is busy");
        }
        if (attempts.stream().allMatch(attempt -> attempt.outcome() == Outcome.NO_ANSWER)) {
            return new Conclusion(
                    TransportException.NETWORK,
                    "nobody answers. Check DNS, firewall and proxy, or enter the address of EWS");
        }
        if (attempts.stream()
                .allMatch(attempt ->
                        attempt.outcome() == Outcome.NO_ANSWER || attempt.outcome() == Outcome.NOT_ALLOWED)) {
            return new Conclusion(AutodiscoverResult.HOST_NOT_ALLOWED, "no host that answers may be told the password");
        }
        return new Conclusion(
                AutodiscoverResult.FAILED,
                "no endpoint says where the mailbox is. Enter the address of EWS, or mend what the steps tell");
    }

    private boolean has(Outcome outcome) {
        return attempts.stream().anyMatch(attempt -> attempt.outcome() == outcome);
    }
}
