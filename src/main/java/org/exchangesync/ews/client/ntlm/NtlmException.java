package org.exchangesync.ews.client.ntlm;

import java.io.IOException;

/** A server's NTLM message that can't be read, or asks for what isn't spoken. */
public final class NtlmException extends IOException {
    private static final long serialVersionUID = 1L;

    NtlmException(String message) {
        super(message);
    }
}
