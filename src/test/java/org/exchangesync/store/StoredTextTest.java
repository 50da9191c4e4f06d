package org.exchangesync.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoredTextTest {

    @Test
    void aCleanTextStaysTheSameObject() {
        String text = "Grüße 😀";
        assertThat(StoredText.clean(text)).isSameAs(text);
        assertThat(StoredText.clean(null)).isNull();
    }

    @Test
    void halvesOfPairsAndNulsAreReplacedWhereverTheyStand() {
        assertThat(StoredText.clean("\0a\uDC00\uD800b\uD83D\uDE00\uD800")).isEqualTo("\uFFFDa\uFFFD\uFFFDb😀\uFFFD");
    }

    @Test
    void aCutNeverLeavesHalfAPair() {
        assertThat(StoredText.cut("a😀b", 2)).isEqualTo("a");
        assertThat(StoredText.cut("a😀b", 3)).isEqualTo("a😀");
        assertThat(StoredText.cut("a😀b", 4)).isEqualTo("a😀b");
        assertThat(StoredText.cut("a😀b", 0)).isEqualTo("a😀b");
    }

    @Test
    void aKeyThatFitsStaysAndOthersEndInADigest() {
        String fits = "x".repeat(100);
        assertThat(StoredText.key(fits, 100)).isEqualTo(fits);
        String cut = StoredText.key(fits + "y", 100);
        assertThat(cut).hasSize(100).startsWith("xxx").matches(".*#[0-9a-f]{64}");
        assertThat(StoredText.key(fits + "z", 100)).isNotEqualTo(cut);
        assertThat(StoredText.key(cut, 100)).isEqualTo(cut);
        assertThat(StoredText.key("\uD800", 100)).isNotEqualTo(StoredText.key("\uDC00", 100));
    }
}
