package org.exchangesync.ews.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.exchangesync.ews.client.messages.CreateUserConfiguration;
import org.exchangesync.ews.client.messages.CreateUserConfigurationResponseMessageType;
import org.exchangesync.ews.client.messages.GetUserConfiguration;
import org.exchangesync.ews.client.messages.GetUserConfigurationResponseMessageType;
import org.exchangesync.ews.client.messages.UpdateUserConfiguration;
import org.exchangesync.ews.client.messages.UpdateUserConfigurationResponseMessageType;
import org.exchangesync.ews.client.types.TargetFolderIdType;
import org.exchangesync.ews.client.types.UserConfigurationNameType;
import org.exchangesync.ews.client.types.UserConfigurationType;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxMarker;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WellKnownFolder;

/**
 * Keeps the text in a user configuration object of the Inbox: a folder-associated item that no client shows.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/userconfiguration">
 *     UserConfiguration</a>
 */
final class EwsMarker implements MailboxMarker {
    private static final String NAME = "ExchangeSync.Owner";
    private static final String XML_DATA = "XmlData";

    private final EwsCalls client;
    private final Targets targets;

    EwsMarker(EwsCalls client, Targets targets) {
        this.client = client;
        this.targets = targets;
    }

    @Override
    public Optional<String> read(MailboxRef mailbox) {
        GetUserConfiguration request = new GetUserConfiguration();
        request.setUserConfigurationName(name(mailbox));
        request.getUserConfigurationProperties().add(XML_DATA);
        try (EwsAnswers<GetUserConfigurationResponseMessageType> answers =
                client.call(mailbox, EwsOperation.GET_USER_CONFIGURATION, request)) {
            UserConfigurationType found = answers.only().getUserConfiguration();
            return found == null || found.getXmlData() == null
                    ? Optional.empty()
                    : Optional.of(text(mailbox, found.getXmlData()));
        } catch (EwsFault fault) {
            if (fault.code().equals(ItemCodes.NOT_FOUND)) {
                return Optional.empty();
            }
            throw fault;
        }
    }

    private static String text(MailboxRef mailbox, String data) {
        try {
            return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new EwsFault(
                    TransportException.BAD_ANSWER,
                    "Mailbox " + mailbox.address() + ": its marker " + NAME + " is damaged. Write it anew.",
                    e);
        }
    }

    @Override
    public void write(MailboxRef mailbox, String text) {
        UserConfigurationType configuration = new UserConfigurationType();
        configuration.setUserConfigurationName(name(mailbox));
        configuration.setXmlData(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        try {
            update(mailbox, configuration);
        } catch (EwsFault fault) {
            if (!fault.code().equals(ItemCodes.NOT_FOUND)) {
                throw fault;
            }
            create(mailbox, configuration);
        }
    }

    private void update(MailboxRef mailbox, UserConfigurationType configuration) {
        UpdateUserConfiguration request = new UpdateUserConfiguration();
        request.setUserConfiguration(configuration);
        try (EwsAnswers<UpdateUserConfigurationResponseMessageType> answers =
                client.call(mailbox, EwsOperation.UPDATE_USER_CONFIGURATION, request)) {
            answers.only();
        }
    }

    private void create(MailboxRef mailbox, UserConfigurationType configuration) {
        CreateUserConfiguration request = new CreateUserConfiguration();
        request.setUserConfiguration(configuration);
        try (EwsAnswers<CreateUserConfigurationResponseMessageType> answers =
                client.call(mailbox, EwsOperation.CREATE_USER_CONFIGURATION, request)) {
            answers.only();
        }
    }

    private UserConfigurationNameType name(MailboxRef mailbox) {
        TargetFolderIdType inbox = targets.target(mailbox, FolderRef.of(WellKnownFolder.INBOX));
        UserConfigurationNameType name = new UserConfigurationNameType();
        name.setName(NAME);
        name.setDistinguishedFolderId(inbox.getDistinguishedFolderId());
        return name;
    }
}
