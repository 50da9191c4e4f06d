package org.exchangesync.ews.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.Random;
import org.exchangesync.item.Content;
import org.junit.jupiter.api.Test;

class SentContentsTest {
    private final SentContents contents = new SentContents();

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** What arrives when a text is written in portions of a size. */
    private String written(String text, int portion) throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        try (OutputStream out = contents.over(wire)) {
            byte[] all = text.getBytes(US_ASCII);
            for (int at = 0; at < all.length; at += portion) {
                out.write(all, at, Math.min(portion, all.length - at));
                out.flush();
            }
        }
        return wire.toString(US_ASCII);
    }

    @Test
    void aSmallContentStandsThereItself() throws IOException {
        byte[] small = bytes(SentContents.LARGE);
        assertThat(contents.text(Content.of(small)))
                .isEqualTo(Base64.getEncoder().encodeToString(small));
    }

    @Test
    void theWordsOfLargeContentsGiveWayHoweverTheRequestIsWritten() throws IOException {
        byte[] one = bytes(SentContents.LARGE + 1);
        byte[] two = bytes(3 * SentContents.LARGE);
        String request =
                "<a>" + contents.text(Content.of(one)) + "</a><b>Hurry!!</b>" + contents.text(Content.of(two)) + "!";
        String expected = "<a>" + Base64.getEncoder().encodeToString(one) + "</a><b>Hurry!!</b>"
                + Base64.getEncoder().encodeToString(two) + "!";
        for (int portion : new int[] {1, 2, 7, 36, 37, 38, 4096}) {
            assertThat(written(request, portion)).as("portions of %d", portion).isEqualTo(expected);
        }
        assertThat(written(request, 64)).as("sent again").isEqualTo(expected);
    }

    @Test
    void whatOnlyLooksLikeAWordStays() throws IOException {
        contents.text(Content.of(bytes(SentContents.LARGE + 1)));
        String text = "!00000000-0000-0000-0000-000000000000 and !0000!!00000000-0000-0000-0000-00000000000";
        assertThat(written(text, 5)).isEqualTo(text);
    }
}
