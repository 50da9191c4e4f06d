package org.exchangesync.ews;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import org.exchangesync.ews.client.EwsTransport;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.Samples;
import org.exchangesync.sandbox.SandboxExtension;
import org.exchangesync.sandbox.item.Postman;
import org.exchangesync.sandbox.store.Damage;
import org.exchangesync.sandbox.store.EwsId;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** EWS keeps to what every transport keeps to, spoken over TLS to the sandbox by a service account that impersonates. */
class EwsTransportContractTest extends TransportContract {
    /** The authority is kept from test to test: making its keys takes a second. */
    @TempDir
    static Path home;

    @RegisterExtension
    final SandboxExtension sandbox = SandboxExtension.with(server -> server.folder(home));

    private Transport transport;

    @BeforeEach
    void connect() {
        transport = new EwsTransport(ConnectionSettings.builder(
                        "sandbox",
                        URI.create(sandbox.server().ewsUrl()),
                        new Credentials(SandboxExtension.SERVICE, Secret.of(SandboxExtension.PASSWORD)))
                .trustStore(sandbox.server().certificateFile(), null)
                .build());
    }

    @AfterEach
    void disconnect() {
        transport.close();
    }

    @Override
    protected Transport transport() {
        return transport;
    }

    @Override
    protected ItemId arrive(Email mail) {
        return idOf(receive(mail));
    }

    @Override
    protected void markRead(ItemId id) {
        anna().markRead(EwsId.decode(id.id()).orElseThrow().item(), true);
    }

    @Override
    protected ItemId arriveUnreadable() {
        StoredItem item = receive(Samples.email("broken"));
        Damage damage = new Damage("ErrorItemCorrupt", "The item is corrupt.");
        return idOf(anna().update(item.number(), content -> content.withDamage(damage))
                .orElseThrow());
    }

    private StoredItem receive(Email mail) {
        try {
            byte[] bytes = mail.original().toByteArray();
            return Postman.receive(sandbox.server().store(), anna(), bytes, mail.receivedAt());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Mailbox anna() {
        return sandbox.server().store().byAnyAddress(ANNA.address()).orElseThrow();
    }

    private static ItemId idOf(StoredItem item) {
        return new ItemId(item.id(), item.changeKey());
    }
}
