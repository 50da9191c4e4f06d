package org.exchangesync.item.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LenientBase64InputStreamTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aGVsbG8= | hello",
                "aGVs bG8 | hello",
                "a*G!Vs-bG8=\u00e9 | hello",
                "aGVsbG8=d29ybGQ= | helloworld",
                "aGVsbG8==== | hello",
                "aGVsbG8sI | hello,",
                "====aGVsbG8 | hello",
                "a | ''",
                "'' | ''",
            })
    void whatCanBeDecodedIs(String encoded, String expected) throws IOException {
        assertThat(new String(decode(encoded), StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @Test
    void anyBytesInAnyLinesOverAnyBufferComeBack() throws IOException {
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 2, 3, 4, 57, 6143, 6144, 6145, 100_000}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            for (int line : new int[] {4, 60, 76, 1_000_000}) {
                String encoded = Base64.getMimeEncoder(line, "\r\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(bytes);
                assertThat(decode(encoded))
                        .as("%d bytes in lines of %d", size, line)
                        .isEqualTo(bytes);
            }
        }
    }

    @Test
    void singleBytesAreReadToo() throws IOException {
        InputStream in = stream("AP8=");
        assertThat(new int[] {in.read(), in.read(), in.read(), in.read()}).containsExactly(0, 255, -1, -1);
    }

    private static byte[] decode(String encoded) throws IOException {
        return stream(encoded).readAllBytes();
    }

    /** Gives the text in pieces of odd sizes, as boundaries in a message do. */
    private static InputStream stream(String encoded) {
        InputStream whole = new ByteArrayInputStream(encoded.getBytes(StandardCharsets.UTF_8));
        return new LenientBase64InputStream(new InputStream() {
            @Override
            public int read() throws IOException {
                return whole.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return whole.read(target, offset, Math.min(length, 1021));
            }
        });
    }
}
