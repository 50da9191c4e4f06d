package org.exchangesync.ews.autodiscover;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.exchangesync.ews.autodiscover.Attempt.Outcome;
import org.exchangesync.transport.ConnectionSettings;

/** Answers as it was told to; what it knows nothing of gives no answer. Remembers what it was asked. */
final class FakeWeb implements Web {
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<Question> questions = new ArrayList<>();

    /** The last of several answers is given again and again. */
    FakeWeb at(String url, int status, Map<String, List<String>> headers, String body) {
        answers.computeIfAbsent(url, any -> new ArrayDeque<>())
                .add(new Answer(status, headers, body.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    FakeWeb status(String url, int status) {
        return at(url, status, Map.of(), "");
    }

    FakeWeb unauthorized(String url) {
        return at(url, 401, Map.of("WWW-Authenticate", List.of("Negotiate", "Basic realm=\"x\"")), "");
    }

    FakeWeb moved(String url, String location) {
        return at(url, 302, Map.of("Location", List.of(location)), "");
    }

    FakeWeb xml(String url, String body) {
        return at(url, 200, Map.of("Content-Type", List.of("text/xml; charset=utf-8")), body);
    }

    @Override
    public synchronized Answer ask(Question question, ConnectionSettings settings) throws Failure {
        questions.add(question);
        Deque<Answer> known = answers.get(question.url().toString());
        if (known == null) {
            throw new Failure(Outcome.NO_ANSWER, "connection refused", null);
        }
        return known.size() > 1 ? known.remove() : known.peek();
    }

    /** The URLs in the order in which they were asked; a star behind those that were shown the password. */
    List<String> asked() {
        return questions.stream()
                .map(question -> question.url() + (question.signedIn() ? "*" : ""))
                .toList();
    }

    /** The body of the last question. */
    String lastBody() {
        return new String(questions.get(questions.size() - 1).body(), StandardCharsets.UTF_8);
    }
}
