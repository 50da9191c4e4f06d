package org.exchangesync.store;

import java.time.LocalDate;
import org.exchangesync.item.Recurrence;
import org.exchangesync.item.Task;

/** The rows of a task. */
final class TaskRows {
    private TaskRows() {}

    static void add(Task task, RecordRows rows) {
        rows.addMain(
                Tables.TASK,
                task.subject(),
                task.body().text(),
                task.body().html(),
                task.status().name(),
                task.percentComplete(),
                task.startDate(),
                task.dueDate(),
                task.completedAt(),
                task.reminderAt(),
                task.owner(),
                task.importance().name(),
                task.sensitivity().name(),
                task.totalWorkMinutes(),
                task.actualWorkMinutes(),
                rule(task.recurrence()),
                start(task.recurrence()),
                task.recurrence() != null && task.recurrence().regenerating());
        rows.addNames(Tables.TASK_COMPANY, task.companies());
        rows.addNames(Tables.RECORD_CATEGORY, task.categories());
        rows.addAttachments(task.attachments());
    }

    /** The rule of a recurrence that may be missing. */
    static String rule(Recurrence recurrence) {
        return recurrence == null ? null : recurrence.toRrule();
    }

    /** The first day of a recurrence that may be missing. */
    static LocalDate start(Recurrence recurrence) {
        return recurrence == null ? null : recurrence.start();
    }
}
