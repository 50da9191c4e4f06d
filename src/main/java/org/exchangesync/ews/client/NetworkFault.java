package org.exchangesync.ews.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.exchangesync.transport.TransportException;

/** Makes faults of what goes wrong before an answer: names, connections, TLS, our own request. */
final class NetworkFault {
    private NetworkFault() {}

    static EwsFault of(Throwable thrown, URI url, CallContext call, Clock clock) {
        EwsFault known = find(thrown, EwsFault.class);
        if (known != null) {
            return call.located(known);
        }
        TransportException told = find(thrown, TransportException.class);
        if (told != null) {
            return call.fault(told.code(), told.getMessage(), told.backOff().orElse(null), Map.of(), told);
        }
        ProxyRefusal proxy = find(thrown, ProxyRefusal.class);
        if (proxy != null) {
            return call.fault(code(proxy), proxy.getMessage(), proxy);
        }
        SignInRefusal refusal = find(thrown, SignInRefusal.class);
        if (refusal != null) {
            return refused(refusal, call, clock);
        }
        SSLException tls = find(thrown, SSLException.class);
        IOException io = find(thrown, IOException.class);
        boolean wrongName = io != null && String.valueOf(io.getMessage()).contains("hostname");
        if (wrongName || (tls != null && find(thrown, SocketException.class) == null)) {
            return tls(wrongName && tls == null ? io : tls, url, call);
        }
        if (find(thrown, StackOverflowError.class) != null) {
            return call.fault(
                    TransportException.BAD_ANSWER,
                    "the head of the answer from " + url.getHost() + " has no end",
                    thrown);
        }
        if (io != null) {
            return network(thrown, io, url, call);
        }
        return call.fault(
                TransportException.CONFIGURATION, "the request can't be written: " + thrown.getMessage(), thrown);
    }

    private static String code(ProxyRefusal proxy) {
        if (proxy.status() == 407) {
            return TransportException.HTTP + 407;
        }
        return proxy.status() == 0 || proxy.status() == 429 || proxy.status() >= 500
                ? TransportException.NETWORK
                : EwsFault.PROXY_REFUSED;
    }

    /** The server's answer to the signing in of a connection means what it means for a request. */
    private static EwsFault refused(SignInRefusal refusal, CallContext call, Clock clock) {
        try (HttpAnswer answer =
                new HttpAnswer(refusal.status(), refusal.headers(), InputStream.nullInputStream(), clock)) {
            return answer.fault(call.withNote("while a connection signed in: " + refusal.getMessage()));
        } catch (IOException e) {
            return call.fault(TransportException.BAD_ANSWER, "the answer to signing in can't be read", e);
        }
    }

    private static EwsFault tls(Throwable cause, URI url, CallContext call) {
        String message = String.valueOf(cause.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        String text = "no trusted connection to " + url.getHost() + ": " + message + ". ";
        if (find(cause, CertificateExpiredException.class) != null) {
            text += "The server's certificate has expired: renew it there";
        } else if (lower.contains("hostname") || lower.contains("subject alternative")) {
            text += "The server's certificate is for another name: use the name in the certificate, or have "
                    + url.getHost() + " added to it";
        } else if (find(cause, CertificateException.class) != null || lower.contains("pkix")) {
            text += "If the certificate is from your own authority, name its file as trust store";
        } else {
            text += "See that the address and port are those of a TLS server";
        }
        return call.fault(TransportException.TLS, text, cause);
    }

    private static EwsFault network(Throwable thrown, IOException io, URI url, CallContext call) {
        String host = url.getHost();
        String text;
        if (find(thrown, UnknownHostException.class) != null) {
            text = "the name " + host + " can't be found. See that it is spelled right and known to the DNS";
        } else if (find(thrown, SocketTimeoutException.class) != null) {
            text = host + " didn't answer in time: " + io.getMessage();
        } else if (find(thrown, ConnectException.class) != null) {
            text = "nothing answers at " + host + ": " + io.getMessage()
                    + ". See that address, port and firewall are right";
        } else {
            text = "the connection to " + host + " broke: " + io.getMessage();
        }
        return call.fault(TransportException.NETWORK, text, thrown);
    }

    private static <T extends Throwable> T find(Throwable thrown, Class<T> type) {
        int guard = 0;
        for (Throwable cause = thrown; cause != null && guard < 50; cause = cause.getCause(), guard++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
