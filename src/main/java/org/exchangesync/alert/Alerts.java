package org.exchangesync.alert;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises alerts: in the database for those who look later, in the log for those who look now, once each. Threadsafe.
 *
 * <p>Alerts never fail what raises them: while the database is away, they stand in the log alone.
 */
public final class Alerts {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private final AlertStore store;
    private final Alert.Level sent;

    public Alerts(AlertStore store) {
        this(store, null);
    }

    /**
     * @param sent from this level on, alerts are sent to people; null to send none
     */
    public Alerts(AlertStore store, Alert.Level sent) {
        this.store = store;
        this.sent = sent;
    }

    /** Something is in trouble. */
    public void raise(Alert alert) {
        boolean fresh = true;
        try {
            fresh = store.raise(alert, sent != null && alert.level().compareTo(sent) >= 0);
        } catch (RuntimeException e) {
            LOG.debug("The alert '{}' could not be stored", alert.key(), e);
        }
        if (fresh) {
            log(alert);
        }
    }

    private static void log(Alert alert) {
        String text = alert.text()
                + (alert.cause() == null ? "" : " Likely cause: " + alert.cause() + ".")
                + (alert.cure() == null ? "" : " What to do: " + alert.cure() + ".");
        switch (alert.level()) {
            case ERROR -> LOG.error("ALERT {}", text);
            case WARNING -> LOG.warn("ALERT {}", text);
            case INFORMATION -> LOG.info("ALERT {}", text);
        }
    }

    /** The trouble of this key has passed. */
    public void resolve(String key) {
        try {
            if (store.resolve(key)) {
                LOG.info("Passed: {}", key);
            }
        } catch (RuntimeException e) {
            LOG.warn("The alert '{}' has passed, but could not be closed: {}", key, e.toString());
        }
    }
}
