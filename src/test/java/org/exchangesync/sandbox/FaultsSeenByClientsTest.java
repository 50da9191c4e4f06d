package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.BEN;
import static org.exchangesync.sandbox.SandboxExtension.PASSWORD;
import static org.exchangesync.sandbox.SandboxExtension.SERVICE;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import microsoft.exchange.webservices.data.core.ExchangeService;
import microsoft.exchange.webservices.data.core.PropertySet;
import microsoft.exchange.webservices.data.core.enumeration.misc.error.ServiceError;
import microsoft.exchange.webservices.data.core.enumeration.property.WellKnownFolderName;
import microsoft.exchange.webservices.data.core.enumeration.service.SyncFolderItemsScope;
import microsoft.exchange.webservices.data.core.exception.service.remote.ServiceRequestException;
import microsoft.exchange.webservices.data.core.exception.service.remote.ServiceResponseException;
import microsoft.exchange.webservices.data.core.service.folder.Folder;
import microsoft.exchange.webservices.data.property.complex.FolderId;
import org.exchangesync.ews.client.EwsTransport;
import org.exchangesync.item.Change;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sandbox.fault.FaultKind;
import org.exchangesync.sandbox.fault.FaultRule;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.SyncState;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What faults look like to clients: ours, and one that somebody else wrote. */
class FaultsSeenByClientsTest {
    @RegisterExtension
    static final SandboxExtension SANDBOX = new SandboxExtension();

    @TempDir
    static Path spool;

    private static final int MAILS = 5;

    private EwsTransport client;

    @BeforeAll
    static void deliver() throws IOException {
        for (int i = 0; i < MAILS; i++) {
            SANDBOX.server().deliver(ANNA, Mailboxes.mail("mail " + i));
        }
    }

    @BeforeEach
    void connect() {
        client = new EwsTransport(ConnectionSettings.builder(
                        "sandbox", URI.create(SANDBOX.server().ewsUrl()), new Credentials(SERVICE, Secret.of(PASSWORD)))
                .trustStore(SANDBOX.server().certificateFile(), null)
                .readTimeout(Duration.ofSeconds(3))
                .spool(1000, spool)
                .build());
    }

    @AfterEach
    void clear() {
        SANDBOX.server().faults().clear();
        client.close();
    }

    private static FaultRule fault(FaultKind kind) {
        return FaultRule.of(kind);
    }

    private ChangePage inbox(SyncState state) {
        ChangeQuery query = new ChangeQuery(
                FolderRef.of(WellKnownFolder.INBOX), ItemKind.EMAIL, state, Instant.EPOCH, 100, 1 << 24);
        try (ChangeSession session = client.changes(MailboxRef.of(ANNA), query)) {
            return session.next();
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(fault(FaultKind.CUT).with("afterBytes", 60), "Network"),
                Arguments.of(fault(FaultKind.CUT).with("in", "content").with("afterBytes", 9), "Network"),
                Arguments.of(fault(FaultKind.HTTP_STATUS).with("status", 500), "Http500"),
                Arguments.of(fault(FaultKind.HTTP_STATUS).with("status", 502), "Http502"),
                Arguments.of(fault(FaultKind.HTTP_STATUS).with("status", 503), "Http503"),
                Arguments.of(fault(FaultKind.UNAUTHORIZED), "Http401"),
                Arguments.of(fault(FaultKind.SERVER_BUSY), "ErrorServerBusy"),
                Arguments.of(fault(FaultKind.SERVER_BUSY).with("as", "response"), "ErrorServerBusy"),
                Arguments.of(
                        fault(FaultKind.ERROR_CODE).with("code", "ErrorMailboxMoveInProgress"),
                        "ErrorMailboxMoveInProgress"),
                Arguments.of(
                        fault(FaultKind.ERROR_CODE)
                                .with("code", "ErrorInternalServerError")
                                .with("as", "fault"),
                        "ErrorInternalServerError"),
                Arguments.of(fault(FaultKind.DAMAGED_XML), "BadAnswer"),
                Arguments.of(fault(FaultKind.WRONG_CONTENT_LENGTH).with("by", -1_000_000), "BadAnswer"),
                Arguments.of(fault(FaultKind.OVERSIZE).with("bytes", 40 << 20), "LimitExceeded"),
                Arguments.of(fault(FaultKind.LATENCY).with("millis", 60_000), "Network"),
                Arguments.of(fault(FaultKind.HOLD_AFTER), "Network"));
    }

    @ParameterizedTest
    @MethodSource
    void faults(FaultRule rule, String code) {
        SANDBOX.server().faults().add(rule);
        TransportException thrown = catchThrowableOfType(TransportException.class, () -> inbox(SyncState.START));
        assertThat(thrown).isNotNull();
        assertThat(thrown.code()).isEqualTo(code);
        SANDBOX.server().faults().clear();
        client.close();
        connect(); // what a wrong length left over would stand before the first answer on the same connection
        assertThat(inbox(SyncState.START).changes()).hasSize(MAILS);
    }

    @Test
    void oneDamagedContentIsOneUnreadableItem() {
        SANDBOX.server()
                .faults()
                .add(fault(FaultKind.DAMAGED_BASE64).operation("GetItem").count(1));
        List<Change> changes = inbox(SyncState.START).changes();
        assertThat(changes).hasSize(MAILS);
        assertThat(SANDBOX.server().faults().list().get(0).hits()).isOne();
    }

    @Test
    void aSlowAnswerIsStillAnAnswer() {
        SANDBOX.server()
                .faults()
                .add(fault(FaultKind.SLOW_BYTES).with("bytesPerSecond", 20_000).operation("SyncFolderItems"));
        assertThat(inbox(SyncState.START).changes()).hasSize(MAILS);
    }

    @Test
    void aStateIsRefusedOnceForThatFolderOfThatMailbox() {
        SyncState state = inbox(SyncState.START).next();
        SANDBOX.server()
                .faults()
                .add(fault(FaultKind.EXPIRED_STATE).mailbox(BEN).with("folder", "inbox"));
        SANDBOX.server()
                .faults()
                .add(fault(FaultKind.EXPIRED_STATE).mailbox(ANNA).with("folder", "calendar"));
        assertThat(inbox(state).changes()).isEmpty();
        SANDBOX.server()
                .faults()
                .add(fault(FaultKind.EXPIRED_STATE).mailbox(ANNA).with("folder", "inbox"));
        assertThat(inbox(SyncState.START).changes()).hasSize(MAILS);
        TransportException thrown = catchThrowableOfType(TransportException.class, () -> inbox(state));
        assertThat(thrown.code()).isEqualTo(TransportException.INVALID_SYNC_STATE);
        assertThat(inbox(state).changes()).isEmpty();
    }

    @Test
    void anotherClientIsToldThatTheServerIsBusyInBothWays() throws Exception {
        ExchangeService anna = TrustingService.of(SANDBOX.server(), ANNA);
        SANDBOX.server().faults().add(fault(FaultKind.SERVER_BUSY).count(1));
        assertThat(catchThrowableOfType(
                        ServiceRequestException.class, () -> Folder.bind(anna, WellKnownFolderName.Inbox)))
                .hasMessageContaining("cannot service this request right now");
        SANDBOX.server()
                .faults()
                .add(fault(FaultKind.SERVER_BUSY)
                        .with("as", "response")
                        .with("backOffMilliseconds", 300)
                        .count(1));
        ServiceResponseException busy = catchThrowableOfType(
                ServiceResponseException.class, () -> Folder.bind(anna, WellKnownFolderName.Inbox));
        assertThat(busy.getErrorCode()).isEqualTo(ServiceError.ErrorServerBusy);
        assertThat(busy.getResponse().getErrorDetails()).containsEntry("BackOffMilliseconds", "300");
        assertThat(Folder.bind(anna, WellKnownFolderName.Inbox).getDisplayName())
                .isEqualTo("Inbox");
    }

    @Test
    void anotherClientLosesItsStateAndItsConnection() throws Exception {
        ExchangeService anna = TrustingService.of(SANDBOX.server(), ANNA);
        FolderId inbox = new FolderId(WellKnownFolderName.Inbox);
        String state = anna.syncFolderItems(inbox, PropertySet.IdOnly, null, 10, SyncFolderItemsScope.NormalItems, null)
                .getSyncState();
        SANDBOX.server().faults().add(fault(FaultKind.EXPIRED_STATE));
        ServiceResponseException expired = catchThrowableOfType(
                ServiceResponseException.class,
                () -> anna.syncFolderItems(
                        inbox, PropertySet.IdOnly, null, 10, SyncFolderItemsScope.NormalItems, state));
        assertThat(expired.getErrorCode()).isEqualTo(ServiceError.ErrorInvalidSyncStateData);

        SANDBOX.server()
                .faults()
                .add(fault(FaultKind.CUT)
                        .with("in", "body")
                        .with("afterBytes", 100)
                        .count(1));
        assertThat(catchThrowableOfType(
                        ServiceRequestException.class, () -> Folder.bind(anna, WellKnownFolderName.Inbox)))
                .hasMessageContaining("Truncated");
        // The library answers a challenge by asking again, so it takes more than one.
        SANDBOX.server().faults().add(fault(FaultKind.UNAUTHORIZED).count(2));
        assertThat(catchThrowableOfType(
                        ServiceRequestException.class, () -> Folder.bind(anna, WellKnownFolderName.Inbox)))
                .hasMessageContaining("401");
    }
}
