package org.exchangesync.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exchangesync.crash.TestMailbox.Id;
import org.exchangesync.item.ItemKind;

/** One item as its owner knows it: what it is, where it is now, and what happened to it. Used by one thread at a time. */
final class Planted {
    /** Left the mailbox for good. */
    static final String NOWHERE = "nowhere";

    static final String ARCHIVE = "archive";
    static final String DELETED = "deleteditems";

    private static final Pattern MARK = Pattern.compile("T\\d{6}");

    final ItemKind kind;
    final String mailbox;
    final String mark;
    final boolean poisoned;
    final String sha256;
    final boolean series;
    private final List<String> history = new ArrayList<>();
    private Id id;
    private String place;
    private int revision;
    private boolean left;
    private Boolean read;

    /**
     * @param mark stands in its subject or name; copies of one thing share it
     * @param poisoned it can be listed but not taken
     * @param sha256 of a mail's bytes, or null
     * @param series an appointment that recurs
     */
    Planted(ItemKind kind, String mailbox, String mark, boolean poisoned, String sha256, boolean series) {
        this.kind = kind;
        this.mailbox = mailbox;
        this.mark = mark;
        this.poisoned = poisoned;
        this.sha256 = sha256;
        this.series = series;
        this.place = home(kind);
    }

    /** The folder in which the program looks for items of a kind. */
    static String home(ItemKind kind) {
        return switch (kind) {
            case EMAIL -> "inbox";
            case APPOINTMENT -> "calendar";
            case CONTACT -> "contacts";
            case TASK -> "tasks";
        };
    }

    /** The mark in a text, or null. */
    static String markIn(String text) {
        Matcher matcher = MARK.matcher(text == null ? "" : text);
        return matcher.find() ? matcher.group() : null;
    }

    void isNow(Id newId) {
        id = newId;
    }

    void moved(String newPlace, Id newId) {
        history.add(place + " -> " + newPlace);
        left |= !newPlace.equals(home(kind));
        place = newPlace;
        id = newId;
    }

    void changed(Id newId) {
        revision++;
        history.add("revision " + revision);
        id = newId;
    }

    void flagged(boolean nowRead, Id newId) {
        history.add(nowRead ? "read" : "unread");
        read = nowRead;
        id = newId;
    }

    Id id() {
        return id;
    }

    String place() {
        return place;
    }

    boolean isHome() {
        return place.equals(home(kind));
    }

    /** Whether it was ever elsewhere. */
    boolean everLeft() {
        return left;
    }

    /** How often its content was changed. */
    int revision() {
        return revision;
    }

    /** The read flag that its owner set last, null if never. */
    Boolean read() {
        return read;
    }

    @Override
    public String toString() {
        return mark + " (" + kind.label() + (poisoned ? ", poisoned" : "") + " of " + mailbox + ", in " + place + ", "
                + history + ")";
    }
}
