package org.exchangesync.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that a test moves, or that moves by itself each time somebody looks. */
final class SettableClock extends Clock {
    private final AtomicReference<Instant> now;
    private volatile Duration step = Duration.ZERO;

    SettableClock(String now) {
        this.now = new AtomicReference<>(Instant.parse(now));
    }

    /** From now on every look moves it on. */
    void stepBy(Duration duration) {
        step = duration;
    }

    @Override
    public Instant instant() {
        return now.getAndUpdate(i -> i.plus(step));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock has no other zone");
    }
}
