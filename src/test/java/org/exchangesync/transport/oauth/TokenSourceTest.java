package org.exchangesync.transport.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.exchangesync.SettableClock;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenSourceTest {
    private static final String SECRET = "planted-secret";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final AtomicReference<String> secret = new AtomicReference<>(SECRET);
    private final Deque<TokenEndpoint.Answer> script = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private TokenEndpoint endpoint = form -> {
        asked.add(new String(form, StandardCharsets.US_ASCII));
        return script.remove();
    };
    private final TokenSource tokens = new TokenSource(
            new Authentication.OAuth(
                    URI.create("https://login.example/tenant/oauth2/v2.0/token"),
                    "app",
                    "https://outlook.office365.com/.default",
                    Secret.named("app", secret::get),
                    null,
                    null),
            form -> endpoint.post(form),
            clock);

    private static TokenEndpoint.Answer answer(int status, String body, String... header) {
        Map<String, List<String>> headers = header.length == 0 ? Map.of() : Map.of(header[0], List.of(header[1]));
        return new TokenEndpoint.Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static TokenEndpoint.Answer token(String value) {
        return answer(
                200,
                "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"ext_expires_in\":3600,\"access_token\":\"" + value
                        + "\"}");
    }

    private TransportException refusal() {
        return catchThrowableOfType(TransportException.class, tokens::token);
    }

    @Test
    void aTokenIsAskedForOnceAndThenUsed() {
        script.add(token("one"));
        assertThat(List.of(tokens.token(), tokens.token(), tokens.token())).containsOnly("one");
        assertThat(asked)
                .containsExactly("grant_type=client_credentials&client_id=app"
                        + "&scope=https%3A%2F%2Foutlook.office365.com%2F.default&client_secret=planted-secret");
    }

    @Test
    void theNextTokenIsAskedForBeforeTheOldOneEnds() {
        script.add(token("one"));
        tokens.token();
        clock.go(Duration.ofMinutes(54));
        assertThat(tokens.token()).isEqualTo("one");
        script.add(token("two"));
        clock.go(Duration.ofMinutes(2));
        assertThat(tokens.token()).isEqualTo("two");
    }

    @Test
    void theOldTokenIsUsedWhileTheNextOneCantBeHad() {
        script.add(token("one"));
        tokens.token();
        clock.go(Duration.ofMinutes(56));
        script.add(answer(503, "busy"));
        assertThat(tokens.token()).isEqualTo("one");
        assertThat(tokens.token()).as("not asked again at once").isEqualTo("one");
        assertThat(asked).hasSize(2);
        script.add(token("two"));
        clock.go(Duration.ofMinutes(1));
        assertThat(tokens.token()).isEqualTo("two");
    }

    @Test
    void aTokenIsNotUsedUpToItsVeryEnd() {
        script.add(token("one"));
        tokens.token();
        clock.go(Duration.ofMinutes(59).plusSeconds(30));
        script.add(answer(503, "busy"));
        assertThat(refusal().code()).isEqualTo(TransportException.TOKEN_UNAVAILABLE);
    }

    @Test
    void onlyOneAsksWhileTheOthersGoOnWithTheOldToken() throws Exception {
        script.add(token("one"));
        tokens.token();
        clock.go(Duration.ofMinutes(56));
        CountDownLatch isAsked = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        endpoint = form -> {
            isAsked.countDown();
            await(answers);
            return token("two");
        };
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try {
            Future<String> renewing = worker.submit(tokens::token);
            isAsked.await();
            assertThat(tokens.token()).isEqualTo("one");
            answers.countDown();
            assertThat(renewing.get()).isEqualTo("two");
            assertThat(tokens.token()).isEqualTo("two");
        } finally {
            worker.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTokenThatTheServerRefusesIsReplacedUnlessItIsFresh() {
        script.add(token("one"));
        tokens.token();
        assertThat(tokens.refused("one")).as("it was given a moment ago").isFalse();
        clock.go(Duration.ofMinutes(2));
        assertThat(tokens.refused("one")).isTrue();
        script.add(token("two"));
        assertThat(tokens.token()).isEqualTo("two");
        assertThat(tokens.refused("one")).as("there is another one already").isTrue();
        assertThat(tokens.token()).isEqualTo("two");
        assertThat(asked).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | invalid_client      | AADSTS7000215: Invalid client secret | TokenRefused     | its value is wanted, not its id
            401 | invalid_client      | AADSTS7000222: expired               | TokenRefused     | the client secret has expired
            400 | unauthorized_client | AADSTS700016: not found              | TokenRefused     | check clientId and the tenant
            400 | unauthorized_client | something else                       | TokenRefused     | may not ask for tokens this way
            400 | invalid_scope       | AADSTS70011: scope                   | TokenRefused     | the scope is wrong
            400 | a_new_error         | of another maker                     | TokenRefused     | it refuses [a_new_error: of another maker Trace ID: 1]
            400 | temporarily_unavailable | later                            | TokenUnavailable | overloaded
            503 | temporarily_unavailable | later                            | TokenUnavailable | overloaded
            """)
    void anErrorIsTheFaultItStandsFor(int status, String error, String description, String code, String words) {
        script.add(answer(
                status,
                "{\"error\":\"" + error + "\",\"error_description\":\"" + description
                        + "\\r\\nTrace ID: 1\",\"error_codes\":[7],\"correlation_id\":\"x\"}"));
        assertThat(refusal())
                .hasMessageContaining(words)
                .hasMessageContaining("https://login.example/tenant/oauth2/v2.0/token")
                .hasMessageContaining("application app")
                .extracting(TransportException::code)
                .isEqualTo(code);
    }

    @Test
    void anEndpointThatIsBusyIsLeftAloneForAsLongAsItAsks() {
        script.add(answer(429, "", "retry-after", "120"));
        assertThat(refusal().backOff()).contains(Duration.ofSeconds(120));
        clock.go(Duration.ofSeconds(119));
        assertThat(refusal().code()).isEqualTo(TransportException.TOKEN_UNAVAILABLE);
        assertThat(asked).hasSize(1);
        clock.go(Duration.ofSeconds(2));
        script.add(token("one"));
        assertThat(tokens.token()).isEqualTo("one");
    }

    @Test
    void aRefusedSecretIsNotTriedByAllAtOnceAndAChangedOneIsTriedAtOnce() {
        script.add(answer(401, "{\"error\":\"invalid_client\"}"));
        for (int i = 0; i < 10; i++) {
            assertThat(refusal().code()).isEqualTo(TransportException.TOKEN_REFUSED);
        }
        assertThat(asked).hasSize(1);
        secret.set("the right one");
        script.add(token("one"));
        assertThat(tokens.token()).isEqualTo("one");
    }

    @Test
    void whatIsNoTokenIsNone() {
        for (String body : List.of(
                "",
                "{\"token_type\":\"Bearer\",\"access_token\":\"ey",
                "{\"access_token\":\"a b\"}",
                "{\"access_token\":\"a\\r\\nX-Evil: 1\"}",
                "{\"token_type\":\"mac\",\"access_token\":\"a\"}",
                "<html>log in</html>",
                "[]")) {
            script.add(answer(200, body));
            assertThat(refusal())
                    .hasMessageContaining("no token")
                    .extracting(TransportException::code)
                    .isEqualTo(TransportException.TOKEN_UNAVAILABLE);
            clock.go(Duration.ofMinutes(1));
        }
        script.add(answer(302, "", "Location", "https://evil.example/"));
        assertThat(refusal())
                .hasMessageContaining("redirects")
                .extracting(TransportException::code)
                .isEqualTo(TransportException.TOKEN_REFUSED);
        clock.go(Duration.ofMinutes(1));
        endpoint = form -> {
            throw new IOException("nobody there");
        };
        assertThat(refusal()).hasMessageContaining("nobody there");
    }

    @Test
    void aSecretThatAnEndpointRepeatsIsNotTold() {
        script.add(answer(
                401, "{\"error\":\"invalid_client\",\"error_description\":\"no good: " + SECRET + " was given\"}"));
        assertThat(refusal()).hasMessageContaining("*** was given").hasMessageNotContaining(SECRET);
        assertThatThrownBy(tokens::token).hasMessageNotContaining(SECRET);
    }
}
