package org.exchangesync.item;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * A task. Start and due are days: Exchange keeps no time of day for them.
 *
 * @param subject or null
 * @param body text and HTML
 * @param status never null
 * @param percentComplete 0–100
 * @param startDate or null
 * @param dueDate or null
 * @param completedAt or null while it is open
 * @param reminderAt or null for no reminder
 * @param owner the name of the one who has to do it, or null
 * @param importance never null
 * @param sensitivity never null
 * @param categories as the mailbox's owner set them
 * @param companies names
 * @param totalWorkMinutes estimated, or null
 * @param actualWorkMinutes spent, or null
 * @param recurrence or null
 * @param attachments files and nested items
 * @param syncKey see {@link Item#syncKey()}
 */
public record Task(
        String subject,
        Body body,
        Status status,
        int percentComplete,
        LocalDate startDate,
        LocalDate dueDate,
        Instant completedAt,
        Instant reminderAt,
        String owner,
        Importance importance,
        Sensitivity sensitivity,
        List<String> categories,
        List<String> companies,
        Integer totalWorkMinutes,
        Integer actualWorkMinutes,
        Recurrence recurrence,
        List<Attachment> attachments,
        String syncKey)
        implements Item {
    public Task {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(importance, "importance");
        Objects.requireNonNull(sensitivity, "sensitivity");
        categories = List.copyOf(categories);
        companies = List.copyOf(companies);
        attachments = List.copyOf(attachments);
    }

    /** How far it is. */
    public enum Status {
        NOT_STARTED,
        IN_PROGRESS,
        COMPLETED,
        WAITING_ON_OTHERS,
        DEFERRED
    }

    @Override
    public ItemKind kind() {
        return ItemKind.TASK;
    }

    @Override
    public String title() {
        return subject;
    }
}
