package org.exchangesync.ews.autodiscover;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.exchangesync.ews.autodiscover.Attempt.Outcome;
import org.exchangesync.ews.client.SideConnections;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.TransportException;

/**
 * Asks over connections that are made and signed in as those of EWS. Redirects are not followed; a whole answer has so much
 * time and so many bytes. Threadsafe.
 */
final class UrlConnectionWeb implements Web {
    private static final int LONGEST = 256 << 10;
    /** Exchange answers within seconds; a web server that isn't meant may keep a client waiting. */
    private static final Duration WHOLE_ANSWER = Duration.ofSeconds(30);

    private final SideConnections connections = new SideConnections();
    private final ScheduledThreadPoolExecutor watch = watch();

    private static ScheduledThreadPoolExecutor watch() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "autodiscover-watch");
            thread.setDaemon(true);
            return thread;
        });
        executor.setKeepAliveTime(10, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    @Override
    public Answer ask(Question question, ConnectionSettings settings) throws Failure {
        HttpURLConnection connection = null;
        ScheduledFuture<?> timer = null;
        try {
            connection = prepare(question, settings);
            timer = watch.schedule(connection::disconnect, wholeAnswer(settings).toMillis(), TimeUnit.MILLISECONDS);
            Answer answer = exchange(connection, question);
            if (isOver(timer)) {
                // The JDK takes a head that breaks off for a whole one.
                throw late(wholeAnswer(settings), null);
            }
            return answer;
        } catch (IOException e) {
            Optional<SideConnections.Refused> refused = SideConnections.refusal(e);
            if (refused.isPresent()) {
                return new Answer(refused.get().status(), refused.get().headers(), new byte[0]);
            }
            boolean late = timer != null && isOver(timer);
            throw failure(e, question.url(), late ? wholeAnswer(settings) : null);
        } catch (TransportException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // The JDK's client meets odd heads with unchecked exceptions, and reads them by recursion.
            throw new Failure(Outcome.BAD_ANSWER, "the head of the answer can't be read: " + e, e);
        } finally {
            if (timer != null) {
                timer.cancel(false);
            }
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    /** Whether its time has come: what it does is felt here before it is done with it. */
    private static boolean isOver(ScheduledFuture<?> timer) {
        return timer.getDelay(TimeUnit.NANOSECONDS) <= 0;
    }

    private static Duration wholeAnswer(ConnectionSettings settings) {
        return settings.readTimeout().compareTo(WHOLE_ANSWER) < 0 ? settings.readTimeout() : WHOLE_ANSWER;
    }

    private HttpURLConnection prepare(Question question, ConnectionSettings settings) throws IOException {
        HttpURLConnection connection = connections.open(settings.at(question.url()), question.signedIn());
        connection.setConnectTimeout((int) settings.connectTimeout().toMillis());
        connection.setReadTimeout((int) wholeAnswer(settings).toMillis());
        question.headers().forEach(connection::setRequestProperty);
        return connection;
    }

    private static Answer exchange(HttpURLConnection connection, Question question) throws IOException, Failure {
        if (question.body() != null) {
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.getOutputStream().write(question.body());
        }
        int status = connection.getResponseCode();
        if (status < 100) {
            throw new Failure(Outcome.BAD_ANSWER, "the answer isn't HTTP", null);
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        connection.getHeaderFields().forEach((name, values) -> {
            if (name != null) {
                headers.put(name, List.copyOf(values));
            }
        });
        return new Answer(status, headers, status < 400 ? body(connection.getInputStream()) : new byte[0]);
    }

    private static byte[] body(InputStream in) throws IOException, Failure {
        try (in) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] some = new byte[8192];
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                all.write(some, 0, n);
                if (all.size() > LONGEST) {
                    throw new Failure(Outcome.BAD_ANSWER, "the answer is longer than " + LONGEST + " bytes", null);
                }
            }
            return all.toByteArray();
        }
    }

    private static Failure late(Duration limit, IOException cause) {
        return new Failure(Outcome.NO_ANSWER, "no whole answer within " + limit.toMillis() + " ms", cause);
    }

    private static Failure failure(IOException e, URI url, Duration limit) {
        String host = url.getHost();
        if (limit != null) {
            return late(limit, e);
        }
        String message = String.valueOf(e.getMessage());
        if (e instanceof SSLException || message.contains("hostname")) {
            return new Failure(Outcome.TLS, "no trusted connection to " + host + ": " + message, e);
        }
        if (e instanceof UnknownHostException) {
            return new Failure(Outcome.NO_ANSWER, "the name " + host + " can't be found", e);
        }
        String what = e instanceof SocketTimeoutException ? " didn't answer in time: " : " gave no answer: ";
        return new Failure(Outcome.NO_ANSWER, host + what + message, e);
    }
}
