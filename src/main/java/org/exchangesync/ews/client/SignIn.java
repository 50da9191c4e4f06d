package org.exchangesync.ews.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.TransportException;

/**
 * Until the server has accepted the account, one call goes ahead and the others wait for what becomes of it: a wrong password
 * is one failed sign-in, not one for each worker, and locks no account. Threadsafe.
 */
final class SignIn {
    static final String REFUSED = TransportException.HTTP + 401;

    private final ReentrantLock first = new ReentrantLock();
    private final long patienceMillis;
    private volatile boolean accepted;
    private volatile long tries;
    private volatile EwsFault refusal;

    SignIn(ConnectionSettings settings) {
        this.patienceMillis = settings.readTimeout().toMillis();
    }

    /**
     * Waits for the call that goes ahead, if one does.
     *
     * @return whether this call is the one that goes ahead now
     * @throws EwsFault if the account was refused meanwhile
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
        } else if (fault.code().equals(REFUSED)) {
            accepted = false;
            refusal = fault;
        }
        if (ahead) {
            tries++; // under the lock
            first.unlock();
        }
    }
}
