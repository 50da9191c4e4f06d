package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.BEN;

import java.util.ArrayList;
import java.util.List;
import org.exchangesync.sandbox.fault.FaultKind;
import org.exchangesync.sandbox.fault.FaultRule;
import org.exchangesync.sandbox.fault.FaultStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which calls a rule hits. */
class FaultRulesTest {
    @RegisterExtension
    static final SandboxExtension SANDBOX = new SandboxExtension();

    private static final FaultRule BUSY = FaultRule.of(FaultKind.SERVER_BUSY).with("as", "response");
    private static final String GET_INBOX = """
            <m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>
            <m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>""";

    @AfterEach
    void clear() {
        SANDBOX.server().faults().clear();
    }

    private static boolean hit(String mailbox) {
        return !SoapCaller.code(
                        SoapCaller.impersonating(SANDBOX.server(), mailbox).call(GET_INBOX))
                .equals("NoError");
    }

    private static String pattern(int calls) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < calls; i++) {
            pattern.append(hit(ANNA) ? 'x' : '.');
        }
        return pattern.toString();
    }

    @Test
    void someAreSkippedAndThenSoManyAreHit() {
        SANDBOX.server().faults().add(BUSY.skip(2).count(3));
        assertThat(pattern(8)).isEqualTo("..xxx...");
    }

    @Test
    void onlyCallsForThatMailboxAreHitByWhateverAddressItIsNamed() {
        SANDBOX.server().faults().add(BUSY.mailbox("A.Berg@Example.org"));
        assertThat(hit(ANNA)).isTrue();
        assertThat(hit(BEN)).isFalse();
    }

    @Test
    void onlyCallsOfThatOperationAreHit() {
        SANDBOX.server().faults().add(BUSY.operation("GetItem"));
        assertThat(hit(ANNA)).isFalse();
        assertThat(SANDBOX.server().faults().list())
                .extracting(FaultStatus::seen)
                .containsExactly(0L);
    }

    @Test
    void theSameSeedHitsTheSameCalls() {
        List<String> patterns = new ArrayList<>();
        for (long seed : new long[] {42, 42, 43}) {
            long id = SANDBOX.server().faults().add(BUSY.probability(0.3).seed(seed));
            patterns.add(pattern(60));
            SANDBOX.server().faults().remove(id);
        }
        assertThat(patterns.get(0)).isEqualTo(patterns.get(1)).isNotEqualTo(patterns.get(2));
        assertThat(patterns.get(0).chars().filter(c -> c == 'x').count()).isBetween(8L, 30L);
    }

    @Test
    void aRuleBehindOneThatRefusesDoesNotCountTheCall() {
        SANDBOX.server().faults().add(BUSY.count(1));
        SANDBOX.server().faults().add(BUSY.count(1));
        assertThat(pattern(3)).isEqualTo("xx.");
    }

    @Test
    void aMistakeIsToldWithWhatIsAllowed() {
        assertThatThrownBy(() -> BUSY.with("as", "song"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fault, response");
        assertThatThrownBy(() -> SANDBOX.server().faults().add(FaultRule.of(FaultKind.HTTP_STATUS)))
                .hasMessageContaining("'status' is missing");
    }

    @Test
    void everyOperationTellsThatItsServerIsBusyWithinItsOwnAnswer() {
        SANDBOX.server().faults().add(BUSY.with("backOffMilliseconds", 5000L));
        SoapCaller anna = SoapCaller.impersonating(SANDBOX.server(), ANNA);
        for (String call : List.of(
                GET_INBOX,
                Mailboxes.getItem("AA==", "IdOnly"),
                "<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>"
                        + "</m:SyncFolderHierarchy>",
                "<m:ResolveNames ReturnFullContactData=\"false\"><m:UnresolvedEntry>x</m:UnresolvedEntry>"
                        + "</m:ResolveNames>")) {
            var answer = anna.call(call);
            assertThat(SoapCaller.code(answer)).isEqualTo("ErrorServerBusy");
            assertThat(SoapCaller.message(answer)
                            .child("MessageXml")
                            .orElseThrow()
                            .toString())
                    .contains("BackOffMilliseconds", "5000");
        }
    }
}
