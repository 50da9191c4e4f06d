package org.exchangesync.ews.client.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.exchangesync.ews.client.types.ItemChangeDescriptionType;
import org.exchangesync.ews.client.types.TaskType;
import org.exchangesync.item.Body;
import org.exchangesync.item.Importance;
import org.exchangesync.item.Recurrence;
import org.exchangesync.item.Recurrence.Frequency;
import org.exchangesync.item.Sensitivity;
import org.exchangesync.item.Task;
import org.exchangesync.item.Task.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskMapperTest {
    private static final Instant DONE_AT = Instant.parse("2025-10-14T07:15:30Z");

    @ParameterizedTest
    @EnumSource(Status.class)
    void whatIsWrittenIsReadBack(Status status) throws Exception {
        Task task = task(status);

        assertThat(TaskMapper.read(Wire.sent(TaskMapper.create(task)), List.of()))
                .isEqualTo(task);
    }

    @Test
    void aCompletedTaskIsWrittenByItsStatusAndDateOnly() throws Exception {
        TaskType sent = Wire.sent(TaskMapper.create(task(Status.COMPLETED)));

        assertThat(sent.getStatus()).isEqualTo("Completed");
        assertThat(sent.getCompleteDate()).isEqualTo("2025-10-14T07:15:30Z");
        assertThat(sent.getPercentComplete()).isNull();
    }

    @Test
    void completingWritesNothingThatWouldReopen() throws Exception {
        List<ItemChangeDescriptionType> changes =
                Wire.sent(TaskMapper.updates(task(Status.COMPLETED), task(Status.IN_PROGRESS)));

        assertThat(changes)
                .extracting(change -> Paths.describe(change.getPath()))
                .containsExactly("task:Status", "task:CompleteDate");
    }

    @Test
    void nothingIsUpdatedWhereNothingDiffers() throws Exception {
        assertThat(TaskMapper.updates(task(Status.DEFERRED), task(Status.DEFERRED)))
                .isEmpty();
    }

    @Test
    void oddValuesAreReadAsFarAsTheyMeanSomething() throws Exception {
        TaskType item = new TaskType();
        item.setIsComplete(true);
        item.setPercentComplete(Double.NaN);
        item.setDueDate("2025-10-13T22:00:00Z");
        item.setStartDate("whenever");
        item.setReminderIsSet(true);
        item.setOwner("Anna Lind");
        item.setImportance("Enormous");
        item.setSensitivity("Secret");

        Task task = TaskMapper.read(item, List.of());

        assertThat(task.status()).isEqualTo(Status.COMPLETED);
        assertThat(task.percentComplete()).isEqualTo(100);
        assertThat(task.dueDate()).isEqualTo(LocalDate.of(2025, 10, 14));
        assertThat(task.startDate()).isNull();
        assertThat(task.reminderAt()).isNull();
        assertThat(task.owner()).isEqualTo("Anna Lind");
        assertThat(task.importance()).isEqualTo(Importance.NORMAL);
        assertThat(task.sensitivity()).isEqualTo(Sensitivity.PRIVATE);
    }

    private static Task task(Status status) {
        boolean done = status == Status.COMPLETED;
        return new Task(
                "Write the offer",
                Body.ofText("soon"),
                status,
                done ? 100 : 40,
                LocalDate.of(2025, 10, 1),
                LocalDate.of(2025, 10, 31),
                done ? DONE_AT : null,
                Instant.parse("2025-10-30T08:00:00Z"),
                null,
                Importance.LOW,
                Sensitivity.PERSONAL,
                List.of("Green"),
                List.of("Lind & Partner", "Ek"),
                90,
                30,
                new Recurrence(
                        Frequency.MONTHLY,
                        1,
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        true,
                        LocalDate.of(2025, 10, 1),
                        null,
                        null),
                List.of(),
                "record-3");
    }
}
