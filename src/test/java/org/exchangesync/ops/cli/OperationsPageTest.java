package org.exchangesync.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.exchangesync.check.CheckStore.LastTest;
import org.exchangesync.check.Diagnosis;
import org.exchangesync.check.Evidence;
import org.exchangesync.check.MailboxTests.Tested;
import org.exchangesync.check.MailboxTests.Waiting;
import org.exchangesync.check.Report;
import org.exchangesync.check.Step;
import org.exchangesync.ops.AlertOperations.AlertState;
import org.exchangesync.ops.DeadLetterOperations.Details;
import org.exchangesync.ops.DeadLetterOperations.Forecast;
import org.exchangesync.ops.DeadLetterOperations.Found;
import org.exchangesync.ops.DeleteOperations.Question;
import org.exchangesync.ops.FaultOperations.Explanation;
import org.exchangesync.ops.Letter;
import org.exchangesync.ops.MailboxOperations.Change;
import org.exchangesync.ops.MailboxOperations.MailboxState;
import org.exchangesync.ops.MailboxOperations.Trouble;
import org.exchangesync.ops.OutgoingOperations.Outgoing;
import org.exchangesync.ops.OutgoingOperations.OutgoingDetails;
import org.exchangesync.ops.ProfileOperations.ProfileState;
import org.exchangesync.ops.ProfileOperations.Stop;
import org.exchangesync.ops.SecretOperations.SecretState;
import org.exchangesync.profile.Declaration;
import org.exchangesync.profile.DeclarationStore.Changes;
import org.exchangesync.sync.audit.AuditEntry;
import org.exchangesync.sync.outgoing.OutgoingMails.Hold;
import org.exchangesync.sync.outgoing.OutgoingMails.Refusal;
import org.junit.jupiter.api.Test;

/** That docs/operations.md tells all commands and all fields. */
class OperationsPageTest {
    @Test
    void thePageTellsEveryCommand() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs/operations.md"));
        List<List<String>> commands = new Office().commands();
        assertThat(commands).hasSizeGreaterThan(15);
        for (List<String> command : commands) {
            assertThat(lines)
                    .as(String.join(" ", command))
                    .anyMatch(line -> line.startsWith("| `" + command.get(0))
                            && command.stream().allMatch(line::contains));
        }
    }

    @Test
    void thePageTellsEveryFieldOfTheJson() throws IOException {
        String page = Files.readString(Path.of("docs/operations.md"));
        Stream.of(
                        AlertState.class,
                        MailboxState.class,
                        Trouble.class,
                        Change.class,
                        ProfileState.class,
                        Stop.class,
                        Found.class,
                        Details.class,
                        Forecast.class,
                        Letter.class,
                        Report.class,
                        Step.class,
                        Evidence.class,
                        LastTest.class,
                        Diagnosis.class,
                        Tested.class,
                        Waiting.class,
                        Question.class,
                        Outgoing.class,
                        OutgoingDetails.class,
                        Refusal.class,
                        Hold.class,
                        Explanation.class,
                        AuditEntry.class,
                        Declaration.class,
                        Changes.class,
                        SecretState.class)
                .flatMap(record -> Arrays.stream(record.getRecordComponents()))
                .map(RecordComponent::getName)
                .forEach(field -> assertThat(page).contains("`" + field + "`"));
    }
}
