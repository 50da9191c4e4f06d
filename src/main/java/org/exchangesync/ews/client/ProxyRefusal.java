package org.exchangesync.ews.client;

import java.io.IOException;

/** A proxy that doesn't let us through. */
final class ProxyRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status of its HTTP answer */
    ProxyRefusal(String message, int status) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
