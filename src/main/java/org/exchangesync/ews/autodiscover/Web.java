package org.exchangesync.ews.autodiscover;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.exchangesync.transport.ConnectionSettings;

/** Sends one request and brings its answer; follows nothing, repeats nothing. */
@FunctionalInterface
interface Web {
    /**
     * A request.
     *
     * @param body null for GET
     * @param signedIn whether it carries what the settings sign in with
     */
    record Question(URI url, Map<String, String> headers, byte[] body, boolean signedIn) {}

    /** An answer whose body is no longer than is taken. */
    record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        /** The first header of that name. */
        Optional<String> header(String name) {
            return all(name).stream().findFirst();
        }

        /** All headers of that name. */
        List<String> all(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> name.equalsIgnoreCase(entry.getKey()))
                    .flatMap(entry -> entry.getValue().stream())
                    .toList();
        }

        boolean isHtml() {
            return header("Content-Type")
                    .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/html"))
                    .isPresent();
        }
    }

    /** There is no answer, or none that is taken. */
    final class Failure extends Exception {
        private static final long serialVersionUID = 1L;
        private final Attempt.Outcome outcome;

        Failure(Attempt.Outcome outcome, String message, Throwable cause) {
            super(message, cause);
            this.outcome = outcome;
        }

        Attempt.Outcome outcome() {
            return outcome;
        }
    }

    Answer ask(Question question, ConnectionSettings settings) throws Failure;
}
