package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.exchangesync.ews.EwsComponent;
import org.exchangesync.ews.client.HostileMailbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where hostile items end, from the bytes of the answer to the rows of the tables. */
class HostileItemsTest {
    private static final String PROFILES = """
            profiles:
              - name: office
                incomingServerLocation: https://mail.example.org/EWS/Exchange.asmx
                username: svc
                password: "{{env:NO_SUCH_VARIABLE:secret}}"
            mailboxes:
              - address: anna@example.org
                profile: office
            """;

    @TempDir
    Path folder;

    @Test
    void hostileItemsAreDeadLettersAndTheirFoldersGoOn() {
        try (Engine engine = new Engine(
                folder,
                PROFILES,
                new EwsComponent(settings -> HostileMailbox.open(folder)),
                Path.of("routes"),
                Map.of())) {
            Summary first = engine.cycle();

            assertThat(first.successful()).as(first.toText()).isTrue();
            assertThat(engine.query("select item_id from link order by item_id"))
                    .isEqualTo(numbered(1, 3, 4, 6));
            assertThat(engine.query("select item_id from dead_letter order by item_id"))
                    .isEqualTo(numbered(2, 5));
            assertThat(engine.query("select item_id || ' ' || code from dead_letter order by item_id"))
                    .containsExactly(
                            "appointment-2 ItemValueUnreadable",
                            "appointment-5 ErrorItemCorrupt",
                            "contact-2 ErrorItemCorrupt",
                            "contact-5 ErrorItemCorrupt",
                            "email-2 ErrorMimeContentInvalidBase64String",
                            "email-5 ErrorItemCorrupt",
                            "task-2 ErrorCalendarInvalidRecurrence",
                            "task-5 ErrorItemCorrupt");
            assertThat(engine.query("select distinct state from folder_state")).containsExactly("two");
            assertThat(engine.query("select count(*) from folder_state")).containsExactly("4");

            Summary second = engine.cycle();
            assertThat(second.successful()).isTrue();
            assertThat(second.totals().changedAnything()).isFalse();
        }
    }

    private static List<String> numbered(int... numbers) {
        return Stream.of("appointment", "contact", "email", "task")
                .flatMap(kind -> java.util.Arrays.stream(numbers).mapToObj(n -> kind + "-" + n))
                .toList();
    }
}
