package org.exchangesync.ews.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What a server, or a proxy, answered before a connection could be used. */
final class SignInRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, List<String>> headers;

    /** @param status of the HTTP answer */
    SignInRefusal(String message, int status, Map<String, List<String>> headers) {
        super(message);
        this.status = status;
        this.headers = headers;
    }

    int status() {
        return status;
    }

    Map<String, List<String>> headers() {
        return headers;
    }
}
