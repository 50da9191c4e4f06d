package org.exchangesync.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentWriterTest {
    @TempDir
    Path directory;

    @Test
    void fewBytesStayInMemory() throws Exception {
        try (ContentWriter writer = new ContentWriter(3, directory)) {
            writer.write(new byte[] {1, 2, 3});
            Content content = writer.content();
            assertThat(content.isSpooled()).isFalse();
            assertThat(content.toByteArray()).containsExactly(1, 2, 3);
        }
        assertThat(files()).isZero();
    }

    @Test
    void manyBytesGoToAFileThatClosingTheContentDeletes() throws Exception {
        Content content;
        try (ContentWriter writer = new ContentWriter(3, directory.resolve("made"))) {
            writer.write(1);
            writer.write(new byte[] {2, 3, 4}, 0, 3);
            writer.write(5);
            content = writer.content();
        }
        assertThat(content.isSpooled()).isTrue();
        assertThat(content.size()).isEqualTo(5);
        assertThat(content.toByteArray()).containsExactly(1, 2, 3, 4, 5);
        content.close();
        directory = directory.resolve("made");
        assertThat(files()).isZero();
    }

    @Test
    void bytesThatNobodyTookAreThrownAway() throws Exception {
        try (ContentWriter writer = new ContentWriter(0, directory)) {
            writer.write(1);
            assertThat(files()).isOne();
        }
        assertThat(files()).isZero();
    }

    private long files() throws Exception {
        try (Stream<Path> all = Files.list(directory)) {
            return all.count();
        }
    }
}
