package org.exchangesync.failure;

/** What is broken: the smallest thing that has to be switched off or repeated. */
public enum FaultClass {
    /** Passes by itself: try again later. */
    TRANSIENT("trouble that passes by itself", "nothing: it is tried again, from a minute up to an hour"),
    /** The server no longer knows our state: read the folder again from the beginning, silently. */
    STATE(
            "the server no longer knows how far the folder was read",
            "nothing: it is read again from the beginning and nothing is doubled"),
    /** This item only. */
    ITEM("this one item can't be taken", "look at the dead letter, mend the item or the route, and replay it"),
    /** This folder only. */
    FOLDER("this folder can't be read", "look whether it is there and the account may read it; the others go on"),
    /** This mailbox; a person has to do something. */
    MAILBOX("this mailbox can't be worked on", "look at the message: rights, address or state of the mailbox"),
    /** The whole profile: password, certificate, address. */
    PROFILE(
            "the whole profile can't be used: password, certificate or address",
            "correct the profile; its mailboxes are tried again by themselves"),
    /** Our own request is wrong: a defect of this software or of a route. */
    REQUEST(
            "the server refuses a request as wrong: a defect of this program or of a route",
            "report it with the message and the request id"),
    /** Something that our installation needs is away: the database, or the target of a step in a route. */
    INSTALLATION("something that this installation needs is away", "bring it back; work goes on by itself"),
    /** No fault: what was wanted is the case already. */
    NONE("what was wanted is the case already", "nothing");

    private final FaultAdvice advice;

    FaultClass(String cause, String cure) {
        this.advice = new FaultAdvice(cause, cure);
    }

    /** Cause and cure, where nothing more precise is known. */
    public FaultAdvice advice() {
        return advice;
    }

    /** How far it reaches: what is to be left alone. */
    public Reach reach() {
        return switch (this) {
            case NONE, ITEM -> Reach.ITEM;
            case STATE, FOLDER, REQUEST -> Reach.FOLDER;
            case MAILBOX, INSTALLATION -> Reach.DIRECTION;
            case TRANSIENT -> Reach.MAILBOX;
            case PROFILE -> Reach.PROFILE;
        };
    }

    /** What can be left alone, from the smallest to the largest. */
    public enum Reach {
        ITEM,
        FOLDER,
        /** Mail that comes in, mail that goes out, or appointments, contacts and tasks of a mailbox. */
        DIRECTION,
        MAILBOX,
        PROFILE
    }
}
