package org.exchangesync.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.exchangesync.SettableClock;
import org.junit.jupiter.api.Test;

/** The test alert, over ways that are quick, slow and closed. */
class AlertTrialTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T08:00:00Z"));
    private final List<String> calls = new ArrayList<>();

    /** A way on which an alert arrives when it was asked for so often. */
    static final class Way implements Installation.AlertWay {
        private final List<String> calls;
        private int looks;

        Way(List<String> calls, int looks) {
            this.calls = calls;
            this.looks = looks;
        }

        @Override
        public String target() {
            return "smtp://mail.example.org";
        }

        @Override
        public boolean hasRecipient() {
            return true;
        }

        @Override
        public void send() {
            calls.add("send");
        }

        @Override
        public boolean arrived() {
            return looks-- <= 0;
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    private Finding run(int looks) {
        return new AlertTrial(new Way(calls, looks), new ArrivalWait(Duration.ofSeconds(10), clock::go), clock).run();
    }

    @Test
    void anAlertThatArrivesAfterAWhilePasses() {
        Finding finding = run(5);
        assertThat(finding.result()).isEqualTo(Result.PASS);
        assertThat(finding.detail()).contains("smtp://mail.example.org");
        assertThat(calls).containsExactly("send", "close");
    }

    @Test
    void anAlertThatDoesNotArriveFailsAndIsClosed() {
        Finding finding = run(1000);
        assertThat(finding.code()).isEqualTo("AlertNotDelivered");
        assertThat(finding.detail()).contains("within 10 s");
        assertThat(calls).containsExactly("send", "close");
    }
}
