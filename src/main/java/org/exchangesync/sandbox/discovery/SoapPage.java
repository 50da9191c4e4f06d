package org.exchangesync.sandbox.discovery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.exchangesync.sandbox.discovery.DiscoveryRule.Protocol;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.http.Request;
import org.exchangesync.sandbox.store.MailStore;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.xml.Xml;
import org.exchangesync.sandbox.xml.XmlException;
import org.exchangesync.sandbox.xml.XmlReader;

/**
 * SOAP Autodiscover, GetUserSettings for one user.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/getusersettings-operation-soap">
 * GetUserSettings operation (SOAP)</a>.
 */
public final class SoapPage extends DiscoveryPage {
    private static final String NAMESPACE = "http://schemas.microsoft.com/exchange/2010/Autodiscover";
    private static final String SCHEMAS = "Exchange2007, Exchange2007_SP1, Exchange2010, Exchange2010_SP1,"
            + " Exchange2010_SP2, Exchange2013, Exchange2013_SP1";
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

    public SoapPage(MailStore store, Servers servers, DiscoveryRules rules) {
        super(store, servers, rules, Protocol.SOAP);
    }

    @Override
    Optional<Question> question(Request asked) {
        if (!asked.method().equals("POST")) {
            return Optional.empty();
        }
        try {
            Optional<Xml> request = XmlReader.read(asked.body()).at("Body", "GetUserSettingsRequestMessage", "Request");
            Set<String> settings = request.flatMap(r -> r.child("RequestedSettings")).stream()
                    .flatMap(all -> all.all("Setting"))
                    .map(setting -> setting.text().strip())
                    .collect(Collectors.toSet());
            return request.flatMap(r -> r.at("Users", "User", "Mailbox"))
                    .map(mailbox -> new Question(mailbox.text().strip(), settings));
        } catch (XmlException e) {
            return Optional.empty();
        }
    }

    @Override
    Reply invalid(Request request) {
        return request.method().equals("POST")
                ? reply(a("ErrorCode", "InvalidRequest"), a("ErrorMessage", "The request is invalid."))
                : Reply.empty(405).with("Allow", "POST");
    }

    @Override
    Reply unknown(String address) {
        return user("InvalidUser", "Invalid user: '" + address + "'", null, List.of());
    }

    @Override
    Reply told(DiscoveryRule rule, String address) {
        return switch (rule.answer()) {
            case REDIRECT_ADDRESS -> user("RedirectAddress", "Redirection address.", rule.target(), List.of());
            case REDIRECT_URL -> user("RedirectUrl", "Redirection URL.", rule.target(), List.of());
            default -> user(rule.target(), "The sandbox was told to answer " + rule.target() + ".", null, List.of());
        };
    }

    @Override
    Reply settings(Question question, Mailbox mailbox, String ewsUrl) {
        Map<String, String> known = Map.of(
                "UserDisplayName",
                mailbox.displayName(),
                "AutoDiscoverSMTPAddress",
                mailbox.address(),
                "InternalEwsUrl",
                ewsUrl,
                "ExternalEwsUrl",
                ewsUrl,
                "EwsSupportedSchemas",
                SCHEMAS,
                "CasVersion",
                "15.01.2507.000");
        return user(
                "NoError",
                "No error.",
                null,
                new TreeMap<>(known)
                        .entrySet().stream()
                                .filter(setting -> question.settings().contains(setting.getKey()))
                                .map(setting -> setting(setting.getKey(), setting.getValue()))
                                .toList());
    }

    private static Xml setting(String name, String value) {
        return a("UserSetting", a("Name", name), a("Value", value)).with("xsi:type", "StringSetting");
    }

    private static Reply user(String code, String message, String target, List<Xml> settings) {
        Xml redirect = target == null ? a("RedirectTarget", "").with("xsi:nil", "true") : a("RedirectTarget", target);
        Xml user = a(
                "UserResponse",
                a("ErrorCode", code),
                a("ErrorMessage", message),
                redirect,
                a("UserSettingErrors", ""),
                Xml.of(NAMESPACE, "UserSettings", Map.of(), settings, ""));
        return reply(a("ErrorCode", "NoError"), a("ErrorMessage", ""), a("UserResponses", user));
    }

    private static Reply reply(Xml... response) {
        Xml message =
                a("GetUserSettingsResponseMessage", a("Response", response).with("xmlns:xsi", INSTANCE));
        Xml action =
                Xml.of(ADDRESSING, "Action", Map.of(), List.of(), NAMESPACE + "/Autodiscover/GetUserSettingsResponse");
        Xml version = a(
                "ServerVersionInfo",
                a("MajorVersion", "15"),
                a("MinorVersion", "1"),
                a("MajorBuildNumber", "2507"),
                a("MinorBuildNumber", "6"),
                a("Version", "Exchange2015"));
        return Reply.xml(
                200,
                Xml.of(
                        Xml.SOAP,
                        "Envelope",
                        Map.of(),
                        List.of(
                                Xml.of(Xml.SOAP, "Header", Map.of(), List.of(action, version), ""),
                                Xml.of(Xml.SOAP, "Body", Map.of(), List.of(message), "")),
                        ""));
    }

    private static Xml a(String name, Xml... children) {
        return Xml.of(NAMESPACE, name, Map.of(), List.of(children), "");
    }

    private static Xml a(String name, String text) {
        return Xml.of(NAMESPACE, name, Map.of(), List.of(), text);
    }
}
