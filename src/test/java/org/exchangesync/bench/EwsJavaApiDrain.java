package org.exchangesync.bench;

import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import microsoft.exchange.webservices.data.core.ExchangeService;
import microsoft.exchange.webservices.data.core.PropertySet;
import microsoft.exchange.webservices.data.core.enumeration.misc.ConnectingIdType;
import microsoft.exchange.webservices.data.core.enumeration.misc.ExchangeVersion;
import microsoft.exchange.webservices.data.core.enumeration.property.BasePropertySet;
import microsoft.exchange.webservices.data.core.enumeration.property.WellKnownFolderName;
import microsoft.exchange.webservices.data.core.enumeration.service.SyncFolderItemsScope;
import microsoft.exchange.webservices.data.core.service.item.Item;
import microsoft.exchange.webservices.data.core.service.schema.EmailMessageSchema;
import microsoft.exchange.webservices.data.core.service.schema.ItemSchema;
import microsoft.exchange.webservices.data.credential.WebCredentials;
import microsoft.exchange.webservices.data.misc.ImpersonatedUserId;
import microsoft.exchange.webservices.data.property.complex.FolderId;
import microsoft.exchange.webservices.data.sync.ChangeCollection;
import microsoft.exchange.webservices.data.sync.ItemChange;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.exchangesync.sandbox.http.CertificateAuthority;

/**
 * Drains by ews-java-api, as its users do: a page of ids, then the properties of its items with their MIME. What comes are
 * bytes and properties; nothing is made of them.
 */
final class EwsJavaApiDrain {
    private static final PropertySet IDS = set(ItemSchema.ItemClass, ItemSchema.DateTimeReceived, ItemSchema.Size);
    private static final PropertySet ITEMS = set(
            ItemSchema.MimeContent,
            ItemSchema.ParentFolderId,
            ItemSchema.ItemClass,
            ItemSchema.Sensitivity,
            ItemSchema.DateTimeReceived,
            ItemSchema.Categories,
            ItemSchema.Importance,
            EmailMessageSchema.ConversationIndex,
            EmailMessageSchema.InternetMessageId,
            EmailMessageSchema.IsRead);

    private EwsJavaApiDrain() {}

    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.read();
        SSLContext tls = CertificateAuthority.in(settings.folder()).clientContext();
        Drain.run((mailbox, drain) -> {
            TrustingService.TRUSTED.set(tls);
            try (ExchangeService service = new TrustingService()) {
                service.setUrl(Drain.url());
                service.setCredentials(new WebCredentials("svc-bench", "bench"));
                service.setImpersonatedUserId(new ImpersonatedUserId(ConnectingIdType.SmtpAddress, mailbox));
                drain(service, settings.page(), drain);
            }
        });
    }

    private static void drain(ExchangeService service, int most, Drain drain) throws Exception {
        String state = null;
        ChangeCollection<ItemChange> page;
        do {
            page = service.syncFolderItems(
                    new FolderId(WellKnownFolderName.Inbox), IDS, null, most, SyncFolderItemsScope.NormalItems, state);
            List<Item> items = new ArrayList<>();
            page.forEach(change -> items.add(change.getItem()));
            if (!items.isEmpty()) {
                service.loadPropertiesForItems(items, ITEMS);
            }
            for (Item item : items) {
                drain.came(item.getMimeContent().getContent().length);
            }
            state = page.getSyncState();
        } while (page.getMoreChangesAvailable());
    }

    private static PropertySet set(
            microsoft.exchange.webservices.data.property.definition.PropertyDefinitionBase... properties) {
        return new PropertySet(BasePropertySet.IdOnly, properties);
    }

    /** The library trusts the JVM's authorities only; this one trusts the server's. */
    private static final class TrustingService extends ExchangeService {
        /** Because the library asks for the factory before the constructor of this class has begun. */
        private static final ThreadLocal<SSLContext> TRUSTED = new ThreadLocal<>();

        private TrustingService() {
            super(ExchangeVersion.Exchange2010_SP2);
        }

        @Override
        protected Registry<ConnectionSocketFactory> createConnectionSocketFactoryRegistry() {
            return RegistryBuilder.<ConnectionSocketFactory>create()
                    .register("http", new PlainConnectionSocketFactory())
                    .register("https", new SSLConnectionSocketFactory(TRUSTED.get()))
                    .build();
        }
    }
}
