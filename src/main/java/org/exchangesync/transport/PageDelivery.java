package org.exchangesync.transport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The Camel exchanges of one page on their way: how many still have to complete, and whether one failed. They may complete
 * in any thread. Threadsafe.
 */
final class PageDelivery {
    private final int total;
    private int open;
    private int failed;
    private boolean givenUp;
    private Throwable cause;

    PageDelivery(int total) {
        this.total = total;
        this.open = total;
    }

    synchronized void completed() {
        open--;
        notifyAll();
    }

    synchronized void failed(Throwable why) {
        failed++;
        if (cause == null) {
            cause = why;
        }
        completed();
    }

    /** This many exchanges were never sent. */
    synchronized void unsent(int count) {
        open -= count;
        givenUp |= count > 0;
        notifyAll();
    }

    /** Nobody waits any longer; exchanges that complete later change nothing. */
    synchronized void giveUp() {
        givenUp = true;
        notifyAll();
    }

    /** Whether no exchange is under way any more. */
    synchronized boolean isOver() {
        return open == 0;
    }

    /** Waits so long for all exchanges; false if some are still under way. */
    synchronized boolean await(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            for (long left = end - System.nanoTime();
                    open > 0 && !givenUp && left > 0;
                    left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            givenUp = true;
        }
        return open == 0 || givenUp;
    }

    /** Whether each exchange completed, and none failed. */
    synchronized boolean succeeded() {
        return open == 0 && failed == 0 && !givenUp;
    }

    /** Why the first failed exchange failed, or null. */
    synchronized Throwable cause() {
        return cause;
    }

    @Override
    public synchronized String toString() {
        return "of " + total + " Camel exchanges " + failed + " failed and " + open + " are under way"
                + (givenUp ? ", the consumer stopped meanwhile" : "");
    }
}
