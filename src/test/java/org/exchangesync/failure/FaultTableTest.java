package org.exchangesync.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.exchangesync.sync.StoreException;
import org.exchangesync.transport.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTableTest {
    private final FaultTable table = FaultTable.builtIn();

    @Test
    void responseCodesHaveTheirClasses() {
        assertThat(table.ofCode("ErrorServerBusy", "").faultClass()).isEqualTo(FaultClass.TRANSIENT);
        assertThat(table.ofCode("ErrorInvalidSyncStateData", "").faultClass()).isEqualTo(FaultClass.STATE);
        assertThat(table.ofCode("ErrorItemCorrupt", "").faultClass()).isEqualTo(FaultClass.ITEM);
        assertThat(table.ofCode("ErrorFolderNotFound", "").faultClass()).isEqualTo(FaultClass.FOLDER);
        assertThat(table.ofCode("ErrorImpersonateUserDenied", "").faultClass()).isEqualTo(FaultClass.MAILBOX);
        assertThat(table.ofCode("ErrorImpersonationDenied", "").faultClass()).isEqualTo(FaultClass.PROFILE);
        assertThat(table.ofCode("ErrorItemNotFound", "").faultClass()).isEqualTo(FaultClass.NONE);
        assertThat(table.ofCode("ErrorSchemaValidation", "").faultClass()).isEqualTo(FaultClass.REQUEST);
    }

    @Test
    void httpErrorsTellTheProfileFromPassingTrouble() {
        assertThat(table.ofCode("Http401", "").faultClass()).isEqualTo(FaultClass.PROFILE);
        assertThat(table.ofCode("Http413", "").faultClass()).isEqualTo(FaultClass.ITEM);
        assertThat(table.ofCode("Http503", "").faultClass()).isEqualTo(FaultClass.TRANSIENT);
    }

    @Test
    void aStarMatchesTheRestOfACode() {
        assertThat(table.ofCode("ErrorFolderSavePropertyError", "").faultClass())
                .isEqualTo(FaultClass.FOLDER);
        assertThat(table.ofCode("ErrorSendMeetingInvitationsRequired", "").faultClass())
                .isEqualTo(FaultClass.REQUEST);
    }

    @Test
    void anUnknownCodePassesByItself() {
        assertThat(table.ofCode("ErrorOfTheYear2031", "").faultClass()).isEqualTo(FaultClass.TRANSIENT);
    }

    @Test
    void theServersBackOffComesAlong() {
        var busy = new TransportException("ErrorServerBusy", "busy", Duration.ofSeconds(30), "id", null);

        Fault fault = table.classify(new RuntimeException("outer", busy), false);

        assertThat(fault.code()).isEqualTo("ErrorServerBusy");
        assertThat(fault.faultClass()).isEqualTo(FaultClass.TRANSIENT);
        assertThat(fault.backOff()).isEqualTo(Duration.ofSeconds(30));
        assertThat(fault.advice().cause()).contains("throttles");
        assertThat(fault.advice().cure()).contains("maximumConcurrentConnections");
    }

    @Test
    void aTargetThatIsAwayIsNoItemsFault() {
        assertThat(classOf(new ConnectException("refused"))).isEqualTo(FaultClass.INSTALLATION);
        assertThat(classOf(new RuntimeException(new SocketTimeoutException("late"))))
                .isEqualTo(FaultClass.INSTALLATION);
        assertThat(classOf(new StoreException("database away", null))).isEqualTo(FaultClass.INSTALLATION);
    }

    @Test
    void anExceptionNobodyKnowsIsTheItemsFaultOnlyWhileAnItemIsWorkedOn() {
        assertThat(classOf(new IllegalArgumentException("no such customer"))).isEqualTo(FaultClass.ITEM);
        assertThat(table.classify(new IllegalArgumentException("?"), false).faultClass())
                .isEqualTo(FaultClass.TRANSIENT);
    }

    @Test
    void everyDocumentedCodeIsInTheTable() throws IOException {
        List<String> documented =
                Files.readAllLines(Path.of("src/test/resources/org/exchangesync/failure/documented-codes.txt")).stream()
                        .filter(line -> !line.startsWith("#"))
                        .toList();
        assertThat(documented).hasSizeGreaterThan(400).allMatch(table::knows);
        assertThat(table.knows("ErrorOfTheYear2031")).isFalse();
    }

    @Test
    void everyRowAndEveryClassHasACauseAndACure() {
        for (FaultClass faultClass : FaultClass.values()) {
            assertThat(faultClass.advice().cause()).isNotBlank();
            assertThat(faultClass.advice().cure()).isNotBlank();
        }
        assertThat(table.ofCode("ErrorTooManyObjectsOpened", "").advice()).isEqualTo(FaultClass.TRANSIENT.advice());
    }

    @Test
    void anAdministratorsRowsComeFirst(@TempDir Path folder) throws IOException {
        Path own = Files.writeString(folder.resolve("faults.table"), """
                # our CRM
                exception | java.lang.IllegalStateException (closed|locked) | INSTALLATION | the CRM is being closed | wait until six
                code | ErrorQuotaExceeded | transient
                """);
        FaultTable table = FaultTable.of(own);
        Fault fault = table.classify(new RuntimeException(new IllegalStateException("books are closed")), true);
        assertThat(fault.faultClass()).isEqualTo(FaultClass.INSTALLATION);
        assertThat(fault.advice()).isEqualTo(new FaultAdvice("the CRM is being closed", "wait until six"));
        assertThat(table.ofCode("ErrorQuotaExceeded", "").faultClass()).isEqualTo(FaultClass.TRANSIENT);
        assertThat(table.ofCode("ErrorItemCorrupt", "").faultClass()).isEqualTo(FaultClass.ITEM);
    }

    @Test
    void aMistakeInATableIsToldWithItsLineAndWhatIsAllowed(@TempDir Path folder) throws IOException {
        mistake(folder, "\ncode, ErrorItemCorrupt, ITEM", ":2: a row is 'what | pattern | class'");
        mistake(folder, "code | ErrorItemCorrupt | BROKEN", ":1: 'BROKEN' is no class; allowed are [TRANSIENT");
        mistake(folder, "fault | ErrorItemCorrupt | ITEM", ":1: a row begins with code or exception, not 'fault'");
        mistake(folder, "exception | java.io.IOException (a | ITEM", ":1: '(a' is no regular expression");
    }

    private static void mistake(Path folder, String row, String told) throws IOException {
        Path own = Files.writeString(folder.resolve("own.table"), row);
        assertThatThrownBy(() -> FaultTable.of(own)).hasMessageContaining(own + told);
    }

    @Test
    void theLadderClimbsAndStaysOnItsLastStep() {
        assertThat(RetryLadder.IN_MINUTES.postponement(1)).isEqualTo(Duration.ofMinutes(1));
        assertThat(RetryLadder.IN_MINUTES.postponement(2)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryLadder.IN_MINUTES.postponement(10)).isEqualTo(Duration.ofMinutes(60));
        assertThat(RetryLadder.IN_MINUTES.postponement(1000)).isEqualTo(Duration.ofMinutes(60));
    }

    @Test
    void aLadderOfSecondsHasTheSameSteps() {
        Instant now = Instant.parse("2026-03-01T10:00:00Z");

        assertThat(new RetryLadder(Duration.ofSeconds(1)).next(3, now)).isEqualTo(now.plusSeconds(5));
    }

    private FaultClass classOf(Exception failure) {
        return table.classify(failure, true).faultClass();
    }

    @Test
    void aFileThatIsNoUtf8IsToldByItsLine(@TempDir Path folder) throws IOException {
        Path file = Files.write(
                folder.resolve("own.table"),
                "# own\ncode | ErrorCustom | item\n# f\u00FCr uns".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> FaultTable.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining("save the file as UTF-8");
    }
}
