package org.exchangesync.ews.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.TransportException;

/**
 * Until the server has accepted the account, one call goes ahead and the others wait for what becomes of it: a wrong password
 * is one failed sign-in, not one for each worker, and locks no account. A password that was refused three times in a row is
 * then left alone, for five minutes and later for fifteen, unless it was changed: directories count failures within half an
 * hour or so. Threadsafe.
 */
final class SignIn {
    static final String REFUSED = TransportException.HTTP + 401;
    private static final int FREE_TRIES = 3;
    private static final Duration PAUSE = Duration.ofMinutes(5);
    private static final Duration LONG_PAUSE = Duration.ofMinutes(15);

    private final ReentrantLock first = new ReentrantLock();
    private final long patienceMillis;
    private volatile boolean accepted;
    private volatile long tries;
    private volatile EwsFault refusal;
    private final Supplier<String> proof;
    private final Clock clock;
    private volatile Hold hold;

    /**
     * How often in a row a password was refused.
     *
     * @param until when it may be tried again
     */
    private record Hold(String proof, int refusals, Instant until) {
        @Override
        public String toString() {
            return "Hold[" + refusals + " until " + until + "]";
        }
    }

    /** @param proof the password as it is now, or null where there is none */
    SignIn(ConnectionSettings settings, Supplier<String> proof, Clock clock) {
        this.patienceMillis = settings.readTimeout().toMillis();
        this.proof = proof;
        this.clock = clock;
    }

    /**
     * Waits for the call that goes ahead, if one does.
     *
     * @return whether this call is the one that goes ahead now
     * @throws EwsFault if the account was refused meanwhile, or so often that it is left alone
     */
    boolean enter(CallContext call) {
        if (accepted) {
            return false;
        }
        long before = tries;
        try {
            if (!first.tryLock(patienceMillis, TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw call.fault(TransportException.NETWORK, "interrupted while another call signs in", e);
        }
        if (tries == before) {
            leaveAlone(call);
            return true;
        }
        first.unlock(); // somebody went ahead: refused, accepted, or it is not known and no worse than before
        EwsFault told = refusal;
        if (!accepted && told != null) {
            throw call.fault(REFUSED, "not tried, another call was refused a moment ago: " + told.getMessage(), told);
        }
        return false;
    }

    /**
     * What became of a call.
     *
     * @param ahead what {@link #enter} said
     * @param fault null if it went well
     */
    void leave(boolean ahead, EwsFault fault) {
        if (fault == null || fault.code().startsWith("Error")) {
            accepted = true;
            refusal = null;
            hold = null;
        } else if (fault.code().equals(REFUSED)) {
            if (accepted || ahead) {
                refusedOnceMore(); // those that were under way at the same time say the same
            }
            accepted = false;
            refusal = fault;
        }
        if (ahead) {
            tries++; // under the lock
            first.unlock();
        }
    }

    private void refusedOnceMore() {
        String now = current();
        Hold before = hold;
        int refusals = before != null && Objects.equals(before.proof(), now) ? before.refusals() + 1 : 1;
        Duration pause = refusals < FREE_TRIES ? Duration.ZERO : refusals == FREE_TRIES ? PAUSE : LONG_PAUSE;
        hold = now == null ? null : new Hold(now, refusals, clock.instant().plus(pause));
    }

    private void leaveAlone(CallContext call) {
        Hold held = hold;
        if (held == null
                || !clock.instant().isBefore(held.until())
                || !held.proof().equals(current())) {
            return;
        }
        first.unlock();
        throw call.fault(
                REFUSED,
                "not tried: the server has refused this password " + held.refusals()
                        + " times, and must not lock the account. It is tried again at " + held.until()
                        + ", or as soon as it is changed. The last time: " + refusal.getMessage(),
                refusal);
    }

    private String current() {
        try {
            return proof.get();
        } catch (RuntimeException unreadable) {
            return null; // the call itself tells that
        }
    }
}
