package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.exchangesync.sandbox.xml.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BatchLimitTest {
    private final SettableClock clock = new SettableClock("2026-03-18T10:00:00Z");

    @RegisterExtension
    final SandboxExtension sandbox = SandboxExtension.with(b -> b.clock(clock));

    @Test
    void aBatchThatTakesLongerThanAMinuteIsBrokenOff() throws IOException {
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            String id = sandbox.server().deliver(ANNA, Mailboxes.mail("mail " + i));
            ids.append("<t:ItemId Id=\"").append(id).append("\"/>");
        }
        clock.stepBy(Duration.ofSeconds(25));
        Xml answer = SoapCaller.impersonating(sandbox.server(), ANNA).call("""
                <m:GetItem>
                  <m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>
                  <m:ItemIds>%s</m:ItemIds>
                </m:GetItem>""".formatted(ids));
        List<String> codes = answer.child("ResponseMessages").orElseThrow().children().stream()
                .map(m -> m.attribute("ResponseClass") + " "
                        + m.textOf("ResponseCode").orElseThrow())
                .toList();
        assertThat(codes)
                .containsExactly(
                        "Success NoError",
                        "Success NoError",
                        "Error ErrorTimeoutExpired",
                        "Warning ErrorBatchProcessingStopped",
                        "Warning ErrorBatchProcessingStopped");
    }
}
