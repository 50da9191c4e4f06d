package org.exchangesync.check;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.exchangesync.failure.FaultAdvice;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WireListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does steps one after the other and writes down what came of them. Used by one thread. */
final class Examination implements WireListener {
    private static final Logger LOG = LoggerFactory.getLogger(Examination.class);

    private final Remedies remedies;
    private final Clock clock;
    private final Instant startedAt;
    private final Masking masking = new Masking();
    private final List<Step> steps = new ArrayList<>();
    private Evidence lastExchange;

    Examination(Remedies remedies, Clock clock) {
        this.remedies = remedies;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** Looks at one thing. */
    @FunctionalInterface
    interface Look {
        Finding look() throws StepFailure;
    }

    /** The secrets of this connection stand in no result. */
    void hide(ConnectionSettings settings) {
        masking.hide(settings);
    }

    @Override
    public void exchanged(String request, String response) {
        lastExchange = new Evidence(request, response);
    }

    /** Does a step; whatever it throws is a result. */
    Step step(String id, String name, Look look) {
        lastExchange = null;
        long start = clock.millis();
        Finding finding = find(look);
        long millis = clock.millis() - start;
        String detail = masking.mask(finding.detail());
        FaultAdvice advice =
                finding.code() == null ? new FaultAdvice(null, null) : remedies.of(id, finding.code(), detail);
        boolean failed = finding.result() == Result.FAIL;
        Step step = new Step(
                id,
                name,
                finding.result(),
                millis,
                detail,
                finding.code(),
                advice.cause(),
                advice.cure(),
                failed ? masking.mask(finding.evidence() == null ? lastExchange : finding.evidence()) : null);
        steps.add(step);
        return step;
    }

    /** A step that makes no sense because another failed. */
    Step skip(String id, String name, String reason) {
        return step(id, name, () -> Finding.skip(reason));
    }

    private static Finding find(Look look) {
        try {
            return look.look();
        } catch (StepFailure e) {
            return Finding.fail(e.code(), e.getMessage());
        } catch (TransportException e) {
            return Finding.fail(e.code(), Objects.requireNonNullElse(e.getMessage(), e.code()));
        } catch (RuntimeException e) {
            LOG.debug("A step of a test failed", e);
            return Finding.fail(e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
        }
    }

    Report report(String profile, String mailbox) {
        return Report.of(profile, mailbox, startedAt, clock.millis() - startedAt.toEpochMilli(), steps);
    }
}
