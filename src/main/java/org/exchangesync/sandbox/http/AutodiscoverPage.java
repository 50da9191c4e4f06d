package org.exchangesync.sandbox.http;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exchangesync.sandbox.store.MailStore;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.xml.Xml;
import org.exchangesync.sandbox.xml.XmlException;
import org.exchangesync.sandbox.xml.XmlReader;

/**
 * POX Autodiscover.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/pox-autodiscover-web-service-reference-for-exchange">
 * POX Autodiscover</a>.
 */
final class AutodiscoverPage implements Page {
    private static final String ENVELOPE = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
    private static final String OUTLOOK =
            "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

    private final MailStore store;
    private final String baseUrl;

    AutodiscoverPage(MailStore store, String baseUrl) {
        this.store = store;
        this.baseUrl = baseUrl;
    }

    @Override
    public Reply answer(Request asked) {
        if (!asked.method().equals("POST")) {
            return Reply.xml(200, error(600, "Invalid Request"));
        }
        try {
            Xml request = XmlReader.read(asked.body());
            Optional<String> address =
                    request.at("Request", "EMailAddress").map(x -> x.text().strip());
            if (address.isEmpty()) {
                return Reply.xml(200, error(600, "Invalid Request"));
            }
            return Reply.xml(
                    200,
                    store.byAnyAddress(address.get())
                            .map(this::settings)
                            .orElseGet(() -> error(500, "The email address can't be found.")));
        } catch (XmlException e) {
            return Reply.xml(200, error(600, "Invalid Request"));
        }
    }

    private Xml settings(Mailbox mailbox) {
        Xml user = o(
                "User",
                o("DisplayName", mailbox.displayName()),
                o("LegacyDN", "/o=Sandbox/ou=Exchange Administrative Group/cn=Recipients/cn=" + mailbox.guid()),
                o("AutoDiscoverSMTPAddress", mailbox.address()),
                o("DeploymentId", store.guid().toString()));
        Xml account = o(
                "Account",
                o("AccountType", "email"),
                o("Action", "settings"),
                o("MicrosoftOnline", "False"),
                protocol("EXCH"),
                protocol("EXPR"));
        return envelope(o("Response", user, account));
    }

    private Xml protocol(String type) {
        return o(
                "Protocol",
                o("Type", type),
                o("Server", "localhost"),
                o("ASUrl", baseUrl + "/EWS/Exchange.asmx"),
                o("EwsUrl", baseUrl + "/EWS/Exchange.asmx"),
                o("EmwsUrl", baseUrl + "/EWS/Exchange.asmx"),
                o("OOFUrl", baseUrl + "/EWS/Exchange.asmx"));
    }

    private Xml error(int code, String message) {
        String time = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSS").format(java.time.LocalTime.now(store.clock()));
        Xml error = e("Error", e("ErrorCode", String.valueOf(code)), e("Message", message), e("DebugData", ""))
                .with("Time", time)
                .with("Id", store.guid().getLeastSignificantBits() & 0xFFFFFFFFL);
        return envelope(e("Response", error));
    }

    private static Xml envelope(Xml response) {
        return Xml.of(ENVELOPE, "Autodiscover", Map.of(), List.of(response), "");
    }

    private static Xml o(String name, Xml... children) {
        return Xml.of(OUTLOOK, name, Map.of(), List.of(children), "");
    }

    private static Xml o(String name, String text) {
        return Xml.of(OUTLOOK, name, Map.of(), List.of(), text);
    }

    private static Xml e(String name, Xml... children) {
        return Xml.of(ENVELOPE, name, Map.of(), List.of(children), "");
    }

    private static Xml e(String name, String text) {
        return Xml.of(ENVELOPE, name, Map.of(), List.of(), text);
    }
}
