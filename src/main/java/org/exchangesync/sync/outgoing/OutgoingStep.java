package org.exchangesync.sync.outgoing;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailIdentity;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.mime.EmailParser;
import org.exchangesync.item.mime.MailboxProperties;
import org.exchangesync.item.mime.MimeLimits;
import org.exchangesync.item.mime.UnreadableMimeException;
import org.exchangesync.sync.CycleStep;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.MailboxCycle;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.SyncProperties;
import org.exchangesync.sync.outgoing.OutgoingStore.Due;
import org.exchangesync.sync.outgoing.SendRun.Phase;
import org.exchangesync.transport.Capability;
import org.exchangesync.transport.DeleteMode;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.Submission;
import org.exchangesync.transport.TransportHeaders;
import org.exchangesync.transport.WellKnownFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code outgoing} of the routes: sends the mail of a mailbox, each once. That a mail is begun is committed before any
 * server hears of it, and its draft before that is sent; whatever was begun before is asked for on the server first.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/senditem-operation">SendItem</a>
 */
public final class OutgoingStep {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingStep.class);

    private final OutgoingStore store;
    private final MailboxSchedule schedule;
    private final Function<MailboxCycle, Set<Capability>> capabilities;
    private final OutgoingAlerts alerts;
    private final OutgoingDecision decision;
    private final OutgoingEnding ending;
    private final OutgoingSettings settings;
    private final MailComposer composer;
    private final EmailParser parser;
    private final Clock clock;

    /**
     * @param capabilities what the server of a cycle's mailbox can do with mail
     * @param ending what follows from failures
     */
    public OutgoingStep(
            OutgoingStore store,
            MailboxSchedule schedule,
            Function<MailboxCycle, Set<Capability>> capabilities,
            OutgoingAlerts alerts,
            OutgoingEnding ending,
            OutgoingSettings settings,
            Clock clock) {
        this.store = store;
        this.schedule = schedule;
        this.capabilities = capabilities;
        this.alerts = alerts;
        this.decision = new OutgoingDecision(store, alerts, settings, clock);
        this.ending = ending;
        this.settings = settings;
        this.composer = new MailComposer(settings.spoolThreshold(), settings.spool());
        this.parser = new EmailParser(MimeLimits.DEFAULT, settings.spoolThreshold(), settings.spool());
        this.clock = clock;
    }

    /**
     * Looks for mail that is due, into the exchange property {@code outgoing}.
     *
     * @return false if there is none, or no more is to be sent in this cycle
     */
    public boolean more(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        if (!cycle.mayBeSent()) {
            return false;
        }
        OutgoingRound round = exchange.getProperty(SyncProperties.OUTGOING, OutgoingRound.class);
        if (round == null) {
            round = new OutgoingRound();
            exchange.setProperty(SyncProperties.OUTGOING, round);
        }
        int room = settings.limits().perCycle() - round.tried();
        if (round.isStopped() || room <= 0) {
            return false;
        }
        if (cycle.isSendingAgain()) {
            cycle.sending();
        }
        Due due = store.due(
                cycle.claim(),
                cycle.profile().name(),
                new OutgoingStore.Limits(
                        room, settings.limits().perMinute(), settings.limits().guard()));
        alerts.tell(cycle, due, settings.limits().guard());
        boolean some = round.take(due);
        if (some) {
            cycle.sending();
        }
        return some;
    }

    /** Takes the mail in the body. Where the mailbox has gone to another worker meanwhile, that one sends it. */
    public void begin(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        OutgoingMail mail = exchange.getMessage().getBody(OutgoingMail.class);
        OutgoingRound round = exchange.getProperty(SyncProperties.OUTGOING, OutgoingRound.class);
        if (round.isStopped() || !cycle.mayBeSent()) {
            exchange.setRouteStop(true);
            return;
        }
        renew(cycle);
        Set<Capability> can = capabilities.apply(cycle);
        SendRun run = new SendRun(mail, !can.contains(Capability.SEND) && can.contains(Capability.SUBMIT));
        exchange.setProperty(SyncProperties.SENDING, run);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                run.close();
            }
        });
        Message message = exchange.getMessage();
        message.setBody(null);
        message.setHeader(TransportHeaders.PROFILE, cycle.profile().name());
        message.setHeader(TransportHeaders.MAILBOX, cycle.mailbox().ref());
        message.setHeader(TransportHeaders.ITEM_KIND, ItemKind.EMAIL);
    }

    private void renew(MailboxCycle cycle) {
        if (!schedule.renew(cycle.claim(), settings.lease())) {
            throw LostRaceException.ofClaim(cycle.claim());
        }
    }

    /** Whether the server is to be asked for the mail. What was never begun is not asked for. */
    public boolean asking(Exchange exchange) {
        SendRun run = run(exchange);
        if (run.phase() != Phase.ASKING) {
            return false;
        }
        WellKnownFolder folder = run.asks();
        if (folder == null) {
            decision.decide(CycleStep.cycle(exchange), run);
        }
        return folder != null;
    }

    /** Asks for the mail by our key, in one folder after the other. */
    public void ask(Exchange exchange) {
        SendRun run = run(exchange);
        Message message = exchange.getMessage();
        message.setBody(null);
        message.setHeader(TransportHeaders.FOLDER, FolderRef.of(run.asks()));
        message.setHeader(TransportHeaders.SYNC_KEY, run.mail().recordId().toString());
    }

    /** Notes what the server found in the folder. */
    @SuppressWarnings("unchecked")
    public void answered(Exchange exchange) {
        CycleStep.cycle(exchange).reachedServer();
        run(exchange).answered((List<ItemId>) exchange.getMessage().getBody());
    }

    /** Whether a draft of an earlier try is to be thrown away. */
    public boolean discarding(Exchange exchange) {
        SendRun run = run(exchange);
        if (run.discards() == null && run.phase() == Phase.DISCARDING) {
            decision.discarded(CycleStep.cycle(exchange), run);
        }
        return run.discards() != null;
    }

    /** Names the draft that is thrown away. */
    public void discard(Exchange exchange) {
        SendRun run = run(exchange);
        Message message = exchange.getMessage();
        message.setHeader(TransportHeaders.ITEM_ID, run.discards().id());
        message.setHeader(TransportHeaders.CHANGE_KEY, run.discards().changeKey());
        message.setHeader(TransportHeaders.DELETE_MODE, DeleteMode.HARD);
    }

    /** The draft was thrown away. */
    public void discarded(Exchange exchange) {
        run(exchange).discarded();
    }

    /** Whether a message is to be made of the mail. */
    public boolean wantsMail(Exchange exchange) {
        return run(exchange).phase() == Phase.COMPOSING;
    }

    /** Reads the mail into the body. */
    public void open(Exchange exchange) {
        SendRun run = run(exchange);
        Message message = exchange.getMessage();
        message.removeHeader(TransportHeaders.FOLDER);
        message.removeHeader(TransportHeaders.SYNC_KEY);
        message.removeHeader(TransportHeaders.ITEM_ID);
        message.removeHeader(TransportHeaders.CHANGE_KEY);
        Email email = store.email(run.mail().recordId())
                .orElseThrow(() -> new IllegalArgumentException(
                        "record " + run.mail().recordId() + " is no mail: there is no row in table email for it"));
        run.email(email);
        message.setBody(email);
    }

    /** A step of the route says that the mail must not be sent. */
    public void refuse(Exchange exchange, String reason) {
        throw new RefusedMailException(reason);
    }

    /** Makes the message of the mail in the body, and commits that it is begun, before any server hears of it. */
    public void compose(Exchange exchange) throws UncomposableMailException, IOException {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        SendRun run = run(exchange);
        Email changed = exchange.getMessage().getBody(Email.class);
        if (changed == null) {
            throw new IllegalArgumentException("a step of send-email left no mail (Email) in the body");
        }
        List<String> answered =
                Optional.ofNullable(run.mail().answers()).map(store::references).orElse(List.of());
        Email email = Envelope.complete(changed, run.mail().recordId(), cycle.mailbox(), answered, clock.instant());
        Content message = composer.compose(email);
        run.message(message);
        if (message.size() > settings.maxBytes()) {
            throw new UncomposableMailException(
                    "MailTooLarge",
                    "the message has " + message.size() + " bytes, and no more than " + settings.maxBytes()
                            + " are sent: make its attachments smaller, or raise exchangesync.outgoing.maxMegabytes");
        }
        renew(cycle);
        run.mail(store.begin(
                cycle.claim(),
                run.mail(),
                email,
                identity(message),
                cycle.profile().name(),
                cycle.getTransport()));
        run.phase(run.submits() ? Phase.SENDING : Phase.DRAFTING);
        exchange.getMessage().setBody(email.withOriginal(message));
    }

    /** What comes back is recognised by: read from the message, as whoever gets it will. */
    private EmailIdentity identity(Content message) throws UncomposableMailException, IOException {
        Email read = null;
        try {
            read = parser.parse(message, MailboxProperties.received(null));
            return EmailIdentity.of(read);
        } catch (UnreadableMimeException e) {
            throw new UncomposableMailException(
                    "Uncomposable", "the message that was made of the mail can't be read: " + e.getMessage());
        } finally {
            if (read != null) {
                read.attachments().forEach(attachment -> attachment.content().close());
            }
        }
    }

    /** Whether the server takes the message without a draft. */
    public boolean submits(Exchange exchange) {
        return run(exchange).submits();
    }

    /** Commits the draft that was made, before it is sent. */
    public void drafted(Exchange exchange) {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        SendRun run = run(exchange);
        Message message = exchange.getMessage();
        cycle.reachedServer();
        run.mail(store.drafted(
                cycle.claim(),
                run.mail(),
                new ItemId(
                        message.getHeader(TransportHeaders.ITEM_ID, String.class),
                        message.getHeader(TransportHeaders.CHANGE_KEY, String.class))));
        run.phase(Phase.SENDING);
    }

    /** Whether the draft is to be sent. */
    public boolean wantsSending(Exchange exchange) {
        SendRun run = run(exchange);
        return !run.submits() && run.phase() == Phase.SENDING;
    }

    /** Names the draft that is sent, if the mailbox is still ours. */
    public void take(Exchange exchange) {
        SendRun run = run(exchange);
        renew(CycleStep.cycle(exchange));
        Message message = exchange.getMessage();
        message.setHeader(TransportHeaders.ITEM_ID, run.mail().draft().id());
        message.setHeader(TransportHeaders.CHANGE_KEY, run.mail().draft().changeKey());
    }

    /** Commits that the server took it. */
    public void sent(Exchange exchange) {
        SendRun run = run(exchange);
        Submission submission = exchange.getMessage().getBody() instanceof Submission told ? told : null;
        MailboxCycle cycle = CycleStep.cycle(exchange);
        cycle.reachedServer();
        decision.sent(cycle, run, null, submission);
        if (submission != null && !submission.refused().isEmpty()) {
            LOG.warn(
                    "Mailbox {}: {} was refused for {}",
                    cycle.mailbox().address(),
                    run.mail().describe(),
                    submission.refused());
        }
    }

    /** Notes what a failure means for the mail, the mailbox and the profile. */
    public void failed(Exchange exchange) {
        ending.failed(
                CycleStep.cycle(exchange),
                exchange.getProperty(SyncProperties.OUTGOING, OutgoingRound.class),
                exchange.getProperty(SyncProperties.SENDING, SendRun.class),
                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    }

    private static SendRun run(Exchange exchange) {
        return exchange.getProperty(SyncProperties.SENDING, SendRun.class);
    }
}
