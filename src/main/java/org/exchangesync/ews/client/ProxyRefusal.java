package org.exchangesync.ews.client;

import java.io.IOException;

/** A proxy that doesn't let us through, or isn't there. */
final class ProxyRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status of its HTTP answer */
    ProxyRefusal(String message, int status) {
        super(message);
        this.status = status;
    }

    /** Where there was no answer. */
    ProxyRefusal(String message, IOException cause) {
        super(message, cause);
        this.status = 0;
    }

    /** 0 where there was no answer. */
    int status() {
        return status;
    }
}
