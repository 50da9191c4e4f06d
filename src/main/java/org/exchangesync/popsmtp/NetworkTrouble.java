package org.exchangesync.popsmtp;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.exchangesync.transport.TransportException;

/** Says in words what went wrong on the way to a server. */
final class NetworkTrouble {
    private NetworkTrouble() {}

    /** @param doing what was being done */
    static TransportException of(MailServer server, String doing, IOException cause) {
        String code = TransportException.NETWORK;
        if (cause instanceof NotAnAnswerException) {
            code = TransportException.BAD_ANSWER;
        } else if (cause instanceof SSLException) {
            code = TransportException.TLS;
        }
        return new TransportException(code, server + ", while " + doing + ": " + words(cause), cause);
    }

    private static String words(IOException cause) {
        if (cause instanceof UnknownHostException) {
            return "the name can't be found in the DNS. Check the address.";
        }
        if (cause instanceof ConnectException) {
            return "nobody listens (" + cause.getMessage() + "). Check address, port and firewall.";
        }
        if (cause instanceof SocketTimeoutException) {
            return "no answer in time (" + cause.getMessage() + ").";
        }
        if (cause instanceof SSLException) {
            return "TLS failed (" + cause.getMessage() + "). Check the certificate, its names, and whether this port"
                    + " speaks TLS from its first byte.";
        }
        if (cause instanceof NotAnAnswerException) {
            return cause.getMessage() + ".";
        }
        return cause instanceof EOFException
                ? "the server ended the connection."
                : "the connection broke (" + cause.getMessage() + ").";
    }
}
