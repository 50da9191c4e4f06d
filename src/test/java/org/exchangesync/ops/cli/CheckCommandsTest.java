package org.exchangesync.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands that look at connections, mailboxes and the installation. */
class CheckCommandsTest {
    private final Office office = new Office();

    @BeforeEach
    void open() {
        office.open();
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void aConnectionThatFailsIsToldWithCauseAndCureAndKept() throws IOException {
        assertThat(office.run("profiles", "test", "sales")).isEqualTo(ExitCodes.FAILED);
        assertThat(office.out())
                .contains("FAIL    Name in the DNS", "SKIP    TCP connection")
                .contains("what to do  check the profile's address")
                .doesNotContain("s3cret-word");
        assertThat(office.run("profiles", "list")).isZero();
        assertThat(office.out()).contains("FAIL");
        JsonNode profiles = office.json("profiles", "list").get("profiles");
        assertThat(profiles.get(0).at("/lastTest/code").asText()).isEqualTo("UnknownHost");
        assertThat(profiles.get(0).at("/lastTest/who").asText()).isEqualTo("ops");
    }

    @Test
    void theReportIsADocumentToo() throws IOException {
        JsonNode report = office.json("profiles", "test", "sales").get("report");
        assertThat(report.get("result").asText()).isEqualTo("fail");
        assertThat(report.get("steps")).hasSize(9);
        assertThat(report.toString()).doesNotContain("s3cret-word");
    }

    @Test
    void aProfileThatIsNotThereIsRefused() {
        assertThat(office.run("profiles", "test", "slaes")).isEqualTo(ExitCodes.FAILED);
        assertThat(office.err()).contains("there is no profile 'slaes'; there are: sales");
    }

    @Test
    void theDoctorLooksAtTheInstallationAndEachProfile() throws IOException {
        assertThat(office.run("doctor")).isEqualTo(ExitCodes.FAILED);
        assertThat(office.out()).contains("Installation", "Profile sales", "tables of version", "2 open dead letters");
        JsonNode diagnosis = office.json("doctor", "--profile", "sales").get("diagnosis");
        assertThat(diagnosis.get("reports")).hasSize(2);
        assertThat(diagnosis.at("/reports/0/steps/3/result").asText()).isEqualTo("warn");
    }

    @Test
    void mailboxesAreAskedForByNameOrProfileOnly() throws IOException {
        assertThat(office.run("mailboxes", "test-and-enable")).isEqualTo(ExitCodes.USAGE);
        assertThat(office.run("mailboxes", "test-and-enable", "nobody@example.org"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(office.err()).contains("There is no mailbox nobody@example.org");
        assertThat(office.json("mailboxes", "test-and-enable", "--profile", "sales")
                        .get("requested"))
                .hasSize(2);
        assertThat(sends()).as("nobody asked for a mail").containsOnly(false);
        assertThat(office.run("mailboxes", "test-and-enable", "--profile", "sales", "--send"))
                .isEqualTo(ExitCodes.DONE);
        assertThat(sends()).containsExactly(true, true);
        office.engineRuns(false);
        assertThat(office.run("mailboxes", "test-and-enable", "--profile", "sales", "--wait"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(office.err()).contains("the program does not run");
    }

    /** Whether each mailbox that waits for its test is to send a mail. */
    private List<Boolean> sends() {
        return office.database().mailboxTests().claimDue(10, Duration.ZERO).stream()
                .map(claim -> claim.wish().send())
                .toList();
    }
}
