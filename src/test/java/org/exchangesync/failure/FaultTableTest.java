package org.exchangesync.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import org.exchangesync.sync.StoreException;
import org.exchangesync.transport.TransportException;
import org.junit.jupiter.api.Test;

class FaultTableTest {
    private final FaultTable table = FaultTable.builtIn();

    @Test
    void responseCodesHaveTheirClasses() {
        assertThat(table.ofCode("ErrorServerBusy")).isEqualTo(FaultClass.TRANSIENT);
        assertThat(table.ofCode("ErrorInvalidSyncStateData")).isEqualTo(FaultClass.STATE);
        assertThat(table.ofCode("ErrorItemCorrupt")).isEqualTo(FaultClass.ITEM);
        assertThat(table.ofCode("ErrorFolderNotFound")).isEqualTo(FaultClass.FOLDER);
        assertThat(table.ofCode("ErrorImpersonateUserDenied")).isEqualTo(FaultClass.MAILBOX);
        assertThat(table.ofCode("ErrorImpersonationDenied")).isEqualTo(FaultClass.PROFILE);
        assertThat(table.ofCode("ErrorItemNotFound")).isEqualTo(FaultClass.NONE);
        assertThat(table.ofCode("ErrorSchemaValidation")).isEqualTo(FaultClass.REQUEST);
    }

    @Test
    void httpErrorsTellTheProfileFromPassingTrouble() {
        assertThat(table.ofCode("Http401")).isEqualTo(FaultClass.PROFILE);
        assertThat(table.ofCode("Http413")).isEqualTo(FaultClass.ITEM);
        assertThat(table.ofCode("Http503")).isEqualTo(FaultClass.TRANSIENT);
    }

    @Test
    void aStarMatchesTheRestOfACode() {
        assertThat(table.ofCode("ErrorFolderSavePropertyError")).isEqualTo(FaultClass.FOLDER);
        assertThat(table.ofCode("ErrorSendMeetingInvitationsRequired")).isEqualTo(FaultClass.REQUEST);
    }

    @Test
    void anUnknownCodePassesByItself() {
        assertThat(table.ofCode("ErrorOfTheYear2031")).isEqualTo(FaultClass.TRANSIENT);
    }

    @Test
    void theServersBackOffComesAlong() {
        var busy = new TransportException("ErrorServerBusy", "busy", Duration.ofSeconds(30), "id", null);

        Fault fault = table.classify(new RuntimeException("outer", busy), false);

        assertThat(fault).isEqualTo(new Fault("ErrorServerBusy", FaultClass.TRANSIENT, "busy", Duration.ofSeconds(30)));
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
}
