package org.exchangesync.sync;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.util.URISupport;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.item.Change;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.TestMark;

/**
 * The bean {@code outcome} of the routes: says what became of the item at hand. Every path through {@code receive-*} ends
 * with one of its methods.
 */
public final class OutcomeStep {
    private final FaultTable faults;
    private final SyncStore store;
    private final SyncSettings settings;
    private final Supplier<String> installation;
    private final Clock clock;

    /**
     * @param store knows the dead letters that are resolved
     * @param installation the id of this one, by which its test items are known
     */
    public OutcomeStep(
            FaultTable faults, SyncStore store, SyncSettings settings, Supplier<String> installation, Clock clock) {
        this.faults = faults;
        this.store = store;
        this.settings = settings;
        this.installation = installation;
        this.clock = clock;
    }

    /** The item in the body is to be stored. */
    public void record(Exchange exchange) {
        Change change = change(exchange);
        Object body = exchange.getMessage().getBody();
        if (!(body instanceof Item item)) {
            throw new IllegalStateException("the body of the " + change.kind().label() + " "
                    + change.id().id() + " is a "
                    + (body == null ? "null" : body.getClass().getName())
                    + "; 'bean: outcome' method record wants the item. Restore it with"
                    + " setBody simple ${exchangeProperty.change.item}.");
        }
        String receivedFor = exchange.getProperty(SyncProperties.RECEIVED_FOR, String.class);
        CycleStep.cycle(exchange).run().outcome(new ItemOutcome.Store(change, item, receivedFor));
    }

    /**
     * The item isn't wanted.
     *
     * @param reason in words, for whoever asks later
     */
    public void skip(Exchange exchange, String reason) {
        CycleStep.cycle(exchange).run().outcome(new ItemOutcome.Skip(change(exchange), reason));
    }

    /**
     * Whether what becomes of the item was decided before: when it was a dead letter that was replayed or discarded, or when
     * this installation made it for a test.
     */
    public boolean settled(Exchange exchange) {
        return decided(exchange) != null;
    }

    /** What was decided before is done. */
    public void settle(Exchange exchange) {
        CycleStep.cycle(exchange).run().outcome(decided(exchange));
    }

    private ItemOutcome decided(Exchange exchange) {
        Change change = change(exchange);
        Item item = change.item();
        if (item != null && TestMark.mayStandOn(item) && new TestMark(installation.get()).standsOn(item)) {
            return new ItemOutcome.Skip(change, "made by a test of this installation");
        }
        return CycleStep.cycle(exchange).run().settled(store, change);
    }

    /** A change without an item, a delete or a read flag, is to be noted. */
    public void note(Exchange exchange) {
        CycleStep.cycle(exchange).run().outcome(new ItemOutcome.Note(change(exchange)));
    }

    /** The item can't be taken: the server couldn't give it, or a step failed with the exception that was caught. */
    public void refuse(Exchange exchange) {
        Change change = change(exchange);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        boolean given = change.fault() != null;
        Fault fault = given ? ofItem(change.fault()) : faults.classify(failure, true);
        CycleStep.cycle(exchange)
                .run()
                .outcome(new ItemOutcome.Refuse(
                        change,
                        change.item(),
                        fault,
                        exchange.getProperty(Exchange.FAILURE_ROUTE_ID, String.class),
                        step(exchange, failure),
                        given ? null : Exceptions.chain(failure),
                        resume(exchange, failure)));
    }

    private static String step(Exchange exchange, Exception failure) {
        StepMemory.Failed failed = failed(exchange, failure);
        String endpoint = exchange.getProperty(Exchange.FAILURE_ENDPOINT, String.class);
        return failed != null ? failed.step().describe() : endpoint == null ? null : URISupport.sanitizeUri(endpoint);
    }

    /** The message at the step; not where that was a step of ours, which says that the route before it is wrong. */
    private static String resume(Exchange exchange, Exception failure) {
        StepMemory.Failed failed = failed(exchange, failure);
        return failed == null || failed.step().label().startsWith("bean outcome")
                ? null
                : failed.point().write();
    }

    private static StepMemory.Failed failed(Exchange exchange, Exception failure) {
        StepMemory.Failed failed = exchange.getProperty(SyncProperties.FAILED_STEP, StepMemory.Failed.class);
        return failed != null && failed.cause() == failure ? failed : null;
    }

    /** A code that no table knows is the item's own here, such as a mail that can't be taken apart. */
    private Fault ofItem(ItemFault fault) {
        return faults.knows(fault.code())
                ? faults.ofCode(fault.code(), fault.message())
                : new Fault(fault.code(), FaultClass.ITEM, fault.message(), FaultClass.ITEM.advice(), Duration.ZERO);
    }

    /** Whether the failure lies in our installation rather than in the item: the target of a step is away. */
    public boolean installationFailed(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return failure != null && faults.classify(failure, true).faultClass() == FaultClass.INSTALLATION;
    }

    /**
     * Whether the step that failed may be tried again at once: its target may only have been restarted. The items of a page
     * share the time for that, so that a page can't wait for each of them.
     */
    public boolean tryAgain(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return !(failure instanceof EndpointAwayException)
                && CycleStep.cycle(exchange).run().mayRedeliver(clock.instant(), settings.redelivery());
    }

    /** The page can't be finished now, through no item's fault: it is not committed, and comes again. */
    public void giveUp(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        CycleStep.cycle(exchange).run().giveUp(failure);
    }

    /** Whether the page was given up, so that its other items need not fail one by one. */
    public boolean givenUp(Exchange exchange) {
        return CycleStep.cycle(exchange).run().failure() != null;
    }

    private static Change change(Exchange exchange) {
        Change change = exchange.getProperty(SyncProperties.CHANGE, Change.class);
        if (change == null) {
            throw new IllegalStateException("exchange property '" + SyncProperties.CHANGE
                    + "' is missing: this step belongs behind receive-item");
        }
        return change;
    }
}
