package org.exchangesync.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.exchangesync.check.Installation;
import org.exchangesync.failure.ProfileBreaker;
import org.exchangesync.store.DatabaseState;
import org.exchangesync.store.JdbcDatabase;
import org.exchangesync.sync.DirectionTrouble;
import org.exchangesync.sync.DirectionTrouble.State;

/** What the doctor asks of this process and its database. */
final class InstallationState implements Installation {
    private final JdbcDatabase database;
    private final CamelContext properties;
    private final Optional<CamelContext> program;

    private InstallationState(JdbcDatabase database, CamelContext properties, Optional<CamelContext> program) {
        this.database = database;
        this.properties = properties;
        this.program = program;
    }

    /** That of the program itself, whose routes are in this context. */
    static InstallationState of(JdbcDatabase database, CamelContext program) {
        return new InstallationState(database, program, Optional.of(program));
    }

    /** As a command beside the program sees it, which has only the properties in its context. */
    static InstallationState beside(JdbcDatabase database, CamelContext properties) {
        return new InstallationState(database, properties, Optional.empty());
    }

    @Override
    public Optional<AlertWay> alertWay() {
        return AlertParts.way(properties, database);
    }

    @Override
    public String database() {
        return database.state().describe();
    }

    @Override
    public Backlog backlog() {
        DatabaseState state = database.state();
        List<DirectionTrouble> troubles = database.directions().all();
        return new Backlog(
                state.actionsOwed(),
                state.publicationsOwed(),
                state.mailsToSend(),
                state.uncertainMails(),
                state.openDeadLetters(),
                count(troubles, State.POSTPONED),
                count(troubles, State.DISABLED),
                database.profileBreakers().all().stream()
                        .map(ProfileBreaker::profile)
                        .toList());
    }

    private static int count(List<DirectionTrouble> troubles, State state) {
        return (int)
                troubles.stream().filter(trouble -> trouble.state() == state).count();
    }

    @Override
    public Optional<Routes> routes() {
        return program.map(context -> {
            List<String> stopped = new ArrayList<>();
            for (Route route : context.getRoutes()) {
                if (!context.getRouteController().getRouteStatus(route.getId()).isStarted()) {
                    stopped.add(route.getId());
                }
            }
            return new Routes(context.getRoutes().size() - stopped.size(), stopped);
        });
    }
}
