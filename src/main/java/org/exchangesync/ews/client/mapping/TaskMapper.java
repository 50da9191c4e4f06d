package org.exchangesync.ews.client.mapping;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.exchangesync.ews.client.types.ItemChangeDescriptionType;
import org.exchangesync.ews.client.types.TaskType;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Task;
import org.exchangesync.item.Task.Status;

/**
 * Tasks.
 *
 * <p>Status, percentage and completion date say one thing three times, and the server lets the last one win. So a completed
 * task is written by its status (and its date, where it is known), any other by status and percentage. The owner is kept by
 * the server.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/task">Task</a>
 */
final class TaskMapper {
    private static final int DONE = 100;

    private static final WireNames<Status> STATUS = new WireNames<>(
            Status.class,
            Status.NOT_STARTED,
            Map.of(
                    Status.NOT_STARTED, "NotStarted",
                    Status.IN_PROGRESS, "InProgress",
                    Status.COMPLETED, "Completed",
                    Status.WAITING_ON_OTHERS, "WaitingOnOthers",
                    Status.DEFERRED, "Deferred"));

    private static final FieldTable<Task, TaskType> FIELDS = new FieldTable<>(
            TaskType::new,
            List.of(
                    CommonFields.subject(Task::subject),
                    CommonFields.sensitivity(Task::sensitivity),
                    CommonFields.body(Task::body),
                    CommonFields.categories(Task::categories),
                    CommonFields.importance(Task::importance),
                    Field.<Task, TaskType, Boolean>of(
                                    "item:ReminderIsSet", task -> task.reminderAt() != null, TaskType::setReminderIsSet)
                            .required(),
                    Field.<Task, TaskType, Instant, String>of(
                                    "item:ReminderDueBy", Task::reminderAt, WireTimes::text, TaskType::setReminderDueBy)
                            .required(),
                    CommonFields.syncKey(Task::syncKey),
                    Field.of("task:ActualWork", Task::actualWorkMinutes, TaskType::setActualWork),
                    Field.of(
                            "task:Companies",
                            task -> CommonFields.emptyToNull(task.companies()),
                            CommonFields::array,
                            TaskType::setCompanies),
                    Field.<Task, TaskType, LocalDate, String>of(
                            "task:DueDate", Task::dueDate, WireTimes::text, TaskType::setDueDate),
                    Field.<Task, TaskType, LocalDate, String>of(
                            "task:StartDate", Task::startDate, WireTimes::text, TaskType::setStartDate),
                    Field.of("task:TotalWork", Task::totalWorkMinutes, TaskType::setTotalWork),
                    new Field<>(
                            Paths.field("task:Recurrence"),
                            Task::recurrence,
                            (target, rule) -> target.setRecurrence(RecurrenceWriter.ofTask(Field.cast(rule))),
                            true),
                    Field.<Task, TaskType, Status, String>of(
                                    "task:Status", Task::status, STATUS::write, TaskType::setStatus)
                            .required(),
                    Field.<Task, TaskType, Double>of(
                                    "task:PercentComplete", TaskMapper::openPercentage, TaskType::setPercentComplete)
                            .required(),
                    Field.<Task, TaskType, Instant, String>of(
                                    "task:CompleteDate",
                                    task -> task.status() == Status.COMPLETED ? task.completedAt() : null,
                                    WireTimes::text,
                                    TaskType::setCompleteDate)
                            .required()));

    private TaskMapper() {}

    /** 100 would complete the task again, after the status said otherwise. */
    private static Double openPercentage(Task task) {
        return task.status() == Status.COMPLETED || task.percentComplete() >= DONE
                ? null
                : (double) Math.max(0, task.percentComplete());
    }

    static Task read(TaskType item, List<Attachment> attachments) throws UnmappableItemException {
        Status status = item.getStatus() == null && Boolean.TRUE.equals(item.isIsComplete())
                ? Status.COMPLETED
                : STATUS.read(item.getStatus());
        return new Task(
                MailAddresses.blankToNull(item.getSubject()),
                CommonFields.body(item),
                status,
                percent(item, status),
                WireTimes.day(item.getStartDate()),
                WireTimes.day(item.getDueDate()),
                WireTimes.instant(item.getCompleteDate()),
                Boolean.TRUE.equals(item.isReminderIsSet()) ? WireTimes.instant(item.getReminderDueBy()) : null,
                MailAddresses.blankToNull(item.getOwner()),
                CommonFields.importance(item),
                CommonFields.sensitivity(item),
                CommonFields.strings(item.getCategories()),
                CommonFields.strings(item.getCompanies()),
                item.getTotalWork(),
                item.getActualWork(),
                RecurrenceReader.read(item.getRecurrence()),
                attachments,
                Paths.syncKeyOf(item));
    }

    private static int percent(TaskType item, Status status) {
        if (item.getPercentComplete() == null || item.getPercentComplete().isNaN()) {
            return status == Status.COMPLETED ? DONE : 0;
        }
        return (int) Math.max(0, Math.min(DONE, Math.round(item.getPercentComplete())));
    }

    static TaskType create(Task task) throws UnmappableItemException {
        return FIELDS.create(task);
    }

    static List<ItemChangeDescriptionType> updates(Task wanted, Task current) throws UnmappableItemException {
        return FIELDS.updates(wanted, current);
    }
}
