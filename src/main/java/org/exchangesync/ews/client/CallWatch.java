package org.exchangesync.ews.client;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends calls that take too long. The time between two bytes is limited by the socket, the reading of the answer by itself;
 * what is left are heads that drip, and servers that don't take what is sent: a thread that waits there can only be freed by
 * taking its connection away.
 */
final class CallWatch implements AutoCloseable {
    /** A call that was only about to connect when it was cut connects all the same, and is cut again. */
    private static final long AGAIN = 500;

    private final Duration limit;
    private final ScheduledThreadPoolExecutor timer;

    CallWatch(String connection, Duration limit) {
        this.limit = limit;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "ews-" + connection + "-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** From now on the call's time runs; to be cancelled when it is done. */
    Future<?> over(Call<?> call) {
        return timer.scheduleWithFixedDelay(call::cut, limit.toMillis(), AGAIN, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
