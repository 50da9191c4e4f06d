package org.exchangesync.ews.client;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import javax.xml.stream.XMLStreamException;
import org.exchangesync.ews.client.messages.ResponseMessageType;
import org.exchangesync.transport.TransportException;

/**
 * One request on its way and what came back: the answers that could be read, and the fault that ended the reading if one
 * did. Whatever bytes arrive, the fault is an {@link EwsFault}.
 */
final class Call<M extends ResponseMessageType> {
    private static final Set<String> DROPPING =
            Set.of(TransportException.NETWORK, TransportException.BAD_ANSWER, TransportException.LIMIT, SignIn.REFUSED);

    private final EwsOperation<?, M> operation;
    private final EwsLimits limits;
    private final Clock clock;
    private final CutContents contents;
    private final SentContents sent;
    private final List<EwsAnswer<M>> answers = new ArrayList<>();
    private CallContext context;
    private ServerVersion version;
    private EwsFault fault;
    private boolean answered;
    private SSLSocketFactory sockets;
    private String authorization;
    private volatile HttpURLConnection connection;
    private volatile boolean overdue;
    private Transcript transcript;

    Call(
            CallContext context,
            EwsOperation<?, M> operation,
            SentContents sent,
            EwsLimits limits,
            ContentSpool spool,
            Clock clock) {
        this.sent = sent;
        this.context = context;
        this.operation = operation;
        this.limits = limits;
        this.clock = clock;
        this.contents = new CutContents(spool);
    }

    /** The large contents of its request. */
    SentContents sent() {
        return sent;
    }

    /** From now on what comes is written down too. */
    Transcript record(Transcript book) {
        transcript = book;
        return book;
    }

    /** Reads an answer. Never throws what belongs to the answer: {@link #fault()} has it. */
    void answered(int status, Map<String, List<String>> headers, InputStream body) {
        answered = true;
        InputStream read = transcript == null ? body : transcript.response(status, headers, body);
        try (HttpAnswer http = new HttpAnswer(status, headers, read, clock)) {
            context = context.withRequestId(http.header("request-id"));
            if (http.mayBeSoap()) {
                readSoap(http);
            } else {
                fault = http.fault(context);
            }
        } catch (IOException broken) {
            fault = context.fault(
                    broken instanceof ZipException ? TransportException.BAD_ANSWER : TransportException.NETWORK,
                    "the answer can't be read: " + broken.getMessage(),
                    broken);
        }
    }

    private void readSoap(HttpAnswer http) throws IOException {
        AnswerReader<M> reader = new AnswerReader<>(context, operation, contents, answers::add);
        try {
            reader.read(new AnswerStream(http.body(), limits, contents, clock));
            if (!http.isSuccess()) {
                fault = http.fault(context);
            }
        } catch (EwsFault told) {
            fault = http.isSuccess() || told.code().startsWith("Error") ? told : http.fault(context);
            fault = withRetryAfter(context.located(fault), http);
        } catch (XMLStreamException | RuntimeException broken) {
            fault = http.isSuccess() ? broken(broken) : http.fault(context);
        } finally {
            version = reader.version();
        }
    }

    private EwsFault withRetryAfter(EwsFault told, HttpAnswer http) {
        if (told.backOff().isPresent() || http.retryAfter() == null) {
            return told;
        }
        return new EwsFault(
                told.code(),
                told.getMessage(),
                http.retryAfter(),
                told.requestId().orElse(null),
                told.details(),
                told);
    }

    /** Tells an answer that the connection lost from one that is wrong in itself. */
    private EwsFault broken(Exception broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof EwsFault told) {
                return context.located(told);
            }
            if (cause instanceof IOException lost && !isMalformed(lost)) {
                return context.fault(
                        TransportException.NETWORK,
                        "the connection broke within the answer: " + lost.getMessage(),
                        lost);
            }
        }
        return context.fault(
                TransportException.BAD_ANSWER,
                "the answer is garbled or ends early, after " + answers.size() + " response messages: "
                        + broken.getMessage(),
                broken);
    }

    /** XML readers report bytes that are no characters as input errors. */
    private static boolean isMalformed(IOException e) {
        return e instanceof ZipException || e instanceof CharConversionException;
    }

    /** By what its connection is made, unless there is one already. */
    void goesBy(SSLSocketFactory factory) {
        sockets = factory;
    }

    /** What the request has as Authorization, or null. CXF isn't told: it would write it into its log. */
    void signsInBy(String value) {
        authorization = value;
    }

    /** By which connection the call goes. It is not connected yet. */
    void over(HttpURLConnection open) {
        if (authorization != null) {
            open.setRequestProperty("Authorization", authorization);
        }
        if (open instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(sockets);
        }
        connection = open;
        if (overdue) {
            open.disconnect();
        }
    }

    /** Takes the connection away from a call that takes too long; called by another thread. */
    void cut() {
        overdue = true;
        HttpURLConnection open = connection;
        if (open != null) {
            open.disconnect();
        }
    }

    /**
     * After an answer that broke off, or that was more than is taken, the rest is of no use, and a connection that isn't
     * signed in has none: it is closed.
     */
    boolean dropsConnection() {
        boolean drops = fault != null && DROPPING.contains(fault.code());
        if (drops && connection != null) {
            connection.disconnect();
        }
        return drops;
    }

    /** A call that was cut failed for that reason, whatever it looks like. */
    void tellIfOverdue() {
        if (overdue && fault != null) {
            fault = context.fault(
                    TransportException.NETWORK,
                    "it wasn't done after " + limits.callTime().toMillis() + " ms, which is the limit",
                    fault);
        }
    }

    void failed(EwsFault why) {
        fault = why;
    }

    /** Whether the server answered that it doesn't know who is asking: then it has done nothing. */
    boolean wasRefusedEntry() {
        return answered && fault != null && fault.code().equals(SignIn.REFUSED);
    }

    boolean wasAnswered() {
        return answered;
    }

    CallContext context() {
        return context;
    }

    /** The answers up to where the reading ended. */
    List<EwsAnswer<M>> answers() {
        return answers;
    }

    CutContents contents() {
        return contents;
    }

    /** The server's version where the answer told it, or null. */
    ServerVersion version() {
        return version;
    }

    /** What ended the call, or null if it came to its end. */
    EwsFault fault() {
        return fault;
    }
}
