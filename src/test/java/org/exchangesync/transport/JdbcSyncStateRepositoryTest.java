package org.exchangesync.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class JdbcSyncStateRepositoryTest {

    @Test
    void statesOfAnySizeAreKeptInH2() {
        keepsStates(h2("states"));
    }

    @Test
    void statesOfAnySizeAreKeptInPostgres() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            keepsStates(postgres.getPostgresDatabase());
        }
    }

    private static void keepsStates(DataSource dataSource) {
        JdbcSyncStateRepository states = JdbcSyncStateRepository.createIfMissing(dataSource);
        assertThat(states.load("ews/anna@example.org/inbox")).isEqualTo(SyncState.START);
        String large = "H4sIAAAAAAAEA+" + "x".repeat(700_000);
        states.save("ews/anna@example.org/inbox", new SyncState(large));
        states.save("ews/ben@example.org/inbox", new SyncState("b"));
        states.save("ews/ben@example.org/inbox", new SyncState("c"));

        SyncStateRepository afterRestart = JdbcSyncStateRepository.createIfMissing(dataSource);
        assertThat(afterRestart.load("ews/anna@example.org/inbox").value()).isEqualTo(large);
        assertThat(JdbcSyncStateRepository.over(dataSource).load("ews/ben@example.org/inbox"))
                .isEqualTo(new SyncState("c"));
        afterRestart.save("ews/ben@example.org/inbox", SyncState.START);
        assertThat(afterRestart.load("ews/ben@example.org/inbox")).isEqualTo(SyncState.START);
    }

    @Test
    void aPoolThatDoesNotCommitByItselfIsCommitted() {
        JdbcDataSource data = h2("manual");
        HikariConfig config = new HikariConfig();
        config.setDataSource(data);
        config.setAutoCommit(false);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            JdbcSyncStateRepository.createIfMissing(pool).save("key", new SyncState("1"));
            assertThat(JdbcSyncStateRepository.over(data).load("key")).isEqualTo(new SyncState("1"));
        }
    }

    @Test
    void nodesThatStartTogetherMakeOneTable() {
        JdbcDataSource data = h2("together");
        List<JdbcSyncStateRepository> nodes = IntStream.range(0, 8)
                .parallel()
                .mapToObj(node -> JdbcSyncStateRepository.createIfMissing(data))
                .toList();
        nodes.get(0).save("key", new SyncState("1"));
        assertThat(nodes).allMatch(node -> node.load("key").value().equals("1"));
    }

    @Test
    void aMissingTableIsAnErrorThatNamesTheState() {
        assertThatThrownBy(() -> JdbcSyncStateRepository.over(h2("empty")).load("ews/anna@example.org/inbox"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "cannot load the state of ews/anna@example.org/inbox: Table \"EXCHANGESYNC_STATE\"");
    }

    private static JdbcDataSource h2(String name) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        return dataSource;
    }
}
