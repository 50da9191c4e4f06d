package org.exchangesync.sandbox.discovery;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exchangesync.sandbox.discovery.DiscoveryRule.Protocol;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.http.Request;
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
public final class PoxPage extends DiscoveryPage {
    private static final String ENVELOPE = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
    private static final String OUTLOOK =
            "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

    public PoxPage(MailStore store, Servers servers, DiscoveryRules rules) {
        super(store, servers, rules, Protocol.POX);
    }

    @Override
    Optional<Question> question(Request asked) {
        if (!asked.method().equals("POST")) {
            return Optional.empty();
        }
        try {
            return XmlReader.read(asked.body())
                    .at("Request", "EMailAddress")
                    .map(x -> Question.of(x.text().strip()));
        } catch (XmlException e) {
            return Optional.empty();
        }
    }

    @Override
    Reply invalid(Request request) {
        return error("600", "Invalid Request").with("X-SOAP-Enabled", "True");
    }

    @Override
    Reply unknown(String address) {
        return error("500", "The email address can't be found.");
    }

    @Override
    Reply told(DiscoveryRule rule, String address) {
        return switch (rule.answer()) {
            case REDIRECT_ADDRESS -> reply(account(o("Action", "redirectAddr"), o("RedirectAddr", rule.target())));
            case REDIRECT_URL -> reply(account(o("Action", "redirectUrl"), o("RedirectUrl", rule.target())));
            default -> error(rule.target(), "The sandbox was told to answer " + rule.target() + ".");
        };
    }

    @Override
    Reply settings(Question question, Mailbox mailbox, String ewsUrl) {
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
                protocol("EXCH", ewsUrl),
                protocol("EXPR", ewsUrl));
        return reply(o("Response", user, account));
    }

    private static Xml protocol(String type, String ewsUrl) {
        return o(
                "Protocol",
                o("Type", type),
                o("Server", "localhost"),
                o("ASUrl", ewsUrl),
                o("EwsUrl", ewsUrl),
                o("EmwsUrl", ewsUrl),
                o("OOFUrl", ewsUrl));
    }

    private static Xml account(Xml... children) {
        return o("Response", o("Account", children));
    }

    private Reply error(String code, String message) {
        String time = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSS").format(LocalTime.now(store.clock()));
        Xml error = e("Error", e("ErrorCode", code), e("Message", message), e("DebugData", ""))
                .with("Time", time)
                .with("Id", store.guid().getLeastSignificantBits() & 0xFFFFFFFFL);
        return reply(e("Response", error));
    }

    private static Reply reply(Xml response) {
        return Reply.xml(200, Xml.of(ENVELOPE, "Autodiscover", Map.of(), List.of(response), ""));
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
