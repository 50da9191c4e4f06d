package org.exchangesync.sync;

/** Names of the exchange properties that the routes of the engine share. */
public final class SyncProperties {
    /** The {@link MailboxClaim}s of one tick of the schedule. */
    public static final String CLAIMS = "claims";
    /** The time at which that tick began. */
    public static final String TICK = "tick";
    /** The {@link MailboxCycle} that an exchange belongs to. */
    public static final String CYCLE = "cycle";
    /** The {@link org.exchangesync.item.Change} that is being received. */
    public static final String CHANGE = "change";
    /** The mailbox whose mail it is, where it was forwarded. String. */
    public static final String RECEIVED_FOR = "receivedFor";
    /** The {@link ActionRound} of a cycle. */
    public static final String ACTIONS = "actions";
    /** The {@link RemoteAction} that is being done. */
    public static final String ACTION = "action";
    /** The mail that a cycle sends. */
    public static final String OUTGOING = "outgoing";
    /** The mail that is being sent. */
    public static final String SENDING = "sending";
    /** The replays of a cycle. */
    public static final String REPLAYS = "replays";
    /** The dead letter that is being replayed. */
    public static final String REPLAY = "replay";
    /** The {@link ResumePoint} from which a replay goes on. */
    public static final String RESUME = "resume";
    /** The steps in which an exchange is. */
    public static final String WAY = "way";
    /** The step that failed. */
    public static final String FAILED_STEP = "failedStep";
    /** The {@link PublicationBatch} that is being published. */
    public static final String PUBLICATIONS = "publications";
    /** The {@link Publication} that is on its way. */
    public static final String PUBLICATION = "publication";

    private SyncProperties() {}
}
