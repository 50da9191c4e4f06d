package org.exchangesync.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PageDeliveryTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void anEmptyPageSucceedsAtOnce() {
        PageDelivery page = new PageDelivery(0);
        assertThat(page.await(LONG)).isTrue();
        assertThat(page.succeeded()).isTrue();
    }

    @Test
    void aPageSucceedsWhenItsLastExchangeCompleted() {
        PageDelivery page = new PageDelivery(2);
        page.completed();
        assertThat(page.await(Duration.ofMillis(1))).isFalse();
        assertThat(page.isOver()).isFalse();
        assertThat(page).hasToString("of 2 Camel exchanges 0 failed and 1 are under way");
        page.completed();
        assertThat(page.await(LONG)).isTrue();
        assertThat(page.succeeded()).isTrue();
    }

    @Test
    void aPageWithOneFailureDoesNotSucceedAndTellsTheFirstCause() {
        PageDelivery page = new PageDelivery(3);
        page.failed(new IOException("first"));
        page.failed(new IOException("second"));
        page.completed();
        assertThat(page.await(LONG)).isTrue();
        assertThat(page.succeeded()).isFalse();
        assertThat(page.cause()).hasMessage("first");
    }

    @Test
    void aPageOfWhichSomeWasNeverSentDoesNotSucceed() {
        PageDelivery page = new PageDelivery(2);
        page.completed();
        page.unsent(1);
        assertThat(page.await(LONG)).isTrue();
        assertThat(page.isOver()).isTrue();
        assertThat(page.succeeded()).isFalse();
    }

    @Test
    void nobodyWaitsForAPageThatIsGivenUp() {
        PageDelivery page = new PageDelivery(2);
        page.giveUp();
        assertThat(page.await(LONG)).isTrue();
        assertThat(page.succeeded()).isFalse();
        assertThat(page.isOver()).as("its exchanges are still under way").isFalse();
    }

    @Test
    void anInterruptedWaitGivesThePageUp() {
        PageDelivery page = new PageDelivery(1);
        Thread.currentThread().interrupt();
        assertThat(page.await(LONG)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(page.succeeded()).isFalse();
    }
}
