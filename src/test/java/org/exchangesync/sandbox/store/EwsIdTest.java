package org.exchangesync.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EwsIdTest {
    private static final UUID MAILBOX = UUID.fromString("0f0e0d0c-0b0a-4908-8706-050403020100");

    @Test
    void idsOfAllKindsAreReadAgain() {
        for (EwsId id : List.of(
                new EwsId(EwsId.Kind.FOLDER, MAILBOX, 7, 0, 0),
                new EwsId(EwsId.Kind.ITEM, MAILBOX, 7, 1_234_567_890_123L, 0),
                new EwsId(EwsId.Kind.OCCURRENCE, MAILBOX, 7, 8, 1_774_000_000L),
                new EwsId(EwsId.Kind.ATTACHMENT, MAILBOX, 7, 8, 3))) {
            assertThat(EwsId.decode(id.encode())).contains(id);
        }
    }

    @Test
    void theyAreAsLongAsThoseOfARealServer() {
        assertThat(new EwsId(EwsId.Kind.FOLDER, MAILBOX, 7, 0, 0).encode())
                .hasSize(120)
                .startsWith("AAMkAD");
        assertThat(new EwsId(EwsId.Kind.ITEM, MAILBOX, 7, 8, 0).encode())
                .hasSize(152)
                .startsWith("AAMkAD");
    }

    @Test
    void someDifferInNothingButCase() {
        String one = new EwsId(EwsId.Kind.ITEM, MAILBOX, 7, 8, 0).encode();
        boolean found = false;
        for (int shift = 0; shift < 40 && !found; shift++) {
            String two = new EwsId(EwsId.Kind.ITEM, MAILBOX, 7, 8 + (26L << shift), 0).encode();
            found = !one.equals(two) && one.equalsIgnoreCase(two);
        }
        assertThat(found)
                .as("a column that compares without case mixes them up")
                .isTrue();
    }

    @Test
    void whatWasCutOrChangedIsNoId() {
        String id = new EwsId(EwsId.Kind.ITEM, MAILBOX, 7, 8, 0).encode();
        for (int length = 0; length < id.length(); length += 4) {
            assertThat(EwsId.decode(id.substring(0, length))).isEmpty();
        }
        assertThat(EwsId.decode(id.toLowerCase(java.util.Locale.ROOT))).isEmpty();
        assertThat(EwsId.decode(id + "AAAA")).isEmpty();
        assertThat(EwsId.decode("not base64 at all")).isEmpty();
    }
}
