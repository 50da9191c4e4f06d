package org.exchangesync.ews.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.exchangesync.ews.client.Lanes.Lane;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Lanes lanes = new Lanes(() -> new LingeringSockets((SSLSocketFactory) SSLSocketFactory.getDefault()));

    private List<Lane> take(int count) {
        List<Lane> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(lanes.take());
        }
        return taken;
    }

    private static Set<SSLSocketFactory> factories(List<Lane> lanes) {
        return lanes.stream().map(Lane::sockets).collect(Collectors.toSet());
    }

    @Test
    void asManyRequestsShareAFactoryAsItsIdleConnectionsAreKept() {
        List<Lane> twelve = take(12);
        assertThat(factories(twelve)).hasSize(3);
        twelve.forEach(lane -> lanes.giveBack(lane, false));
        assertThat(factories(take(5)))
                .as("those that are there are used again")
                .containsExactly(twelve.get(0).sockets());
    }

    @Test
    void afterAStaleConnectionNoOldOneIsUsedAndTheNewOnesAreLeftAlone() {
        List<Lane> old = take(6);
        lanes.giveBack(old.get(0), true);
        List<Lane> fresh = take(2);
        assertThat(factories(fresh)).hasSize(1).doesNotContainAnyElementsOf(factories(old));
        lanes.giveBack(old.get(1), true);
        assertThat(take(1).get(0).sockets())
                .as("an old one says nothing about new ones")
                .isEqualTo(fresh.get(0).sockets());
    }
}
