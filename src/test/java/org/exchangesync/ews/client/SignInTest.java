package org.exchangesync.ews.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.exchangesync.SettableClock;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.TransportException;
import org.junit.jupiter.api.Test;

class SignInTest {
    private static final CallContext CALL = new CallContext("office", "anna@example.org", EwsOperation.GET_ITEM, "id");

    private final AtomicReference<String> password = new AtomicReference<>("secret");
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final SignIn signIn = new SignIn(
            ConnectionSettings.builder(
                            "office",
                            URI.create("https://mail.example.org"),
                            new Credentials("svc", Secret.of("secret")))
                    .readTimeout(Duration.ofSeconds(20))
                    .build(),
            password::get,
            clock);

    @Test
    void aWrongPasswordIsOneTryForAllWhoWait() throws Exception {
        assertThat(signIn.enter(CALL)).isTrue();
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try {
            List<Thread> waiting = new ArrayList<>();
            List<Future<Boolean>> others = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                others.add(workers.submit(() -> {
                    synchronized (waiting) {
                        waiting.add(Thread.currentThread());
                    }
                    return signIn.enter(CALL);
                }));
            }
            Awaitility.await().until(() -> {
                synchronized (waiting) {
                    return waiting.stream()
                                    .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                                    .count()
                            == 4;
                }
            });
            signIn.leave(true, CALL.fault(SignIn.REFUSED, "refused", null));
            for (Future<Boolean> other : others) {
                assertThatThrownBy(other::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(EwsFault.class)
                        .hasMessageContaining("not tried");
            }
        } finally {
            workers.shutdownNow();
        }
        assertThat(signIn.enter(CALL)).as("whoever comes later tries").isTrue();
    }

    @Test
    void anAcceptedAccountHoldsNobodyUpUntilItIsRefused() {
        assertThat(signIn.enter(CALL)).isTrue();
        signIn.leave(true, CALL.fault("ErrorFolderNotFound", "no folder", null));
        assertThat(signIn.enter(CALL)).isFalse();
        signIn.leave(false, CALL.fault(SignIn.REFUSED, "the password was changed", null));
        assertThat(signIn.enter(CALL)).isTrue();
    }

    @Test
    void aServerThatCantBeReachedSaysNothingAboutTheAccount() {
        assertThat(signIn.enter(CALL)).isTrue();
        signIn.leave(true, CALL.fault(TransportException.NETWORK, "no answer", null));
        assertThat(signIn.enter(CALL)).isTrue();
        signIn.leave(true, null);
        assertThat(signIn.enter(CALL)).isFalse();
    }

    @Test
    void aPasswordThatIsRefusedAgainAndAgainIsLeftAloneUntilItIsChanged() {
        EwsFault refused = CALL.fault(SignIn.REFUSED, "refused", null);
        for (int i = 0; i < 3; i++) {
            assertThat(signIn.enter(CALL)).isTrue();
            signIn.leave(true, refused);
        }
        assertThatThrownBy(() -> signIn.enter(CALL))
                .hasMessageContaining("has refused this password 3 times")
                .hasMessageContaining("2026-03-01T10:05:00Z")
                .hasMessageNotContaining("secret")
                .extracting(e -> ((EwsFault) e).code())
                .isEqualTo("Http401");
        clock.go(Duration.ofMinutes(5));
        assertThat(signIn.enter(CALL)).as("once more").isTrue();
        signIn.leave(true, refused);
        clock.go(Duration.ofMinutes(14));
        assertThatThrownBy(() -> signIn.enter(CALL)).hasMessageContaining("4 times");
        password.set("another");
        assertThat(signIn.enter(CALL)).as("at once").isTrue();
        signIn.leave(true, null);
        assertThat(signIn.enter(CALL)).isFalse();
    }

    @Test
    void callsThatWereUnderWayTogetherAreOneRefusal() {
        assertThat(signIn.enter(CALL)).isTrue();
        signIn.leave(true, null);
        for (int i = 0; i < 8; i++) {
            assertThat(signIn.enter(CALL)).isFalse();
        }
        for (int i = 0; i < 8; i++) {
            signIn.leave(false, CALL.fault(SignIn.REFUSED, "the password was changed", null));
        }
        assertThat(signIn.enter(CALL)).as("the second try").isTrue();
    }
}
