package org.exchangesync.ews.client;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server means that doesn't let us in, and what to do about it, in words.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/instrumenting-client-requests-for-ews-and-rest-in-exchange">
 *     x-ms-diagnostics</a>
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange">
 *     Control access to EWS</a>
 */
final class Refusal {
    private static final Pattern DIAGNOSTICS = Pattern.compile("\\s*(20000\\d\\d)\\s*;.*", Pattern.DOTALL);
    private static final Pattern FORM = Pattern.compile(
            "(?i).*(/owa/|logon|log-?in|sign-?in|/adfs/|/my\\.policy|/auth/|oauth2|saml).*", Pattern.DOTALL);

    private static final Map<String, String> TOKEN_PROBLEMS = Map.of(
            "2000000", "the token's signature is not valid: the server doesn't know the authority that issued it",
            "2000001", "the token is not valid",
            "2000002", "the token has expired: see that the clocks of both sides are right",
            "2000003",
                    "the token is for another resource: scope must name the server's own address, or"
                            + " https://outlook.office365.com/.default for Exchange Online",
            "2000004", "the token is of another tenant: see that tokenEndpoint names the tenant of the mailboxes",
            "2000005", "the mailbox's user is not known there",
            "2000006",
                    "the application is not known there, or lacks the permission full_access_as_app, to which an"
                            + " administrator must consent",
            "2000007", "the server failed to check the token",
            "2000008", "the token was granted in a way that the server doesn't take");

    private Refusal() {}

    /** Why a request was refused with 401. */
    static String unauthorized(String spoken, List<String> offered) {
        String offers = "; it offers " + (offered.isEmpty() ? "none" : String.join(", ", offered));
        if (spoken == null) {
            return ": user name or password is wrong, or the server doesn't accept this way to sign in" + offers;
        }
        if (offered.isEmpty()) {
            return ": it doesn't say how to sign in, as servers do" + offers
                    + ". See that nothing in between takes WWW-Authenticate out of its answers";
        }
        if (offered.stream().anyMatch(spoken::equalsIgnoreCase)) {
            return (spoken.equals(EwsAuthentication.BEARER)
                            ? ": it doesn't accept the application's token"
                            : ": user name or password is wrong, or the account is locked or has no right to log on")
                    + offers;
        }
        String enable = spoken.equals(EwsAuthentication.BEARER) ? "OAuth" : spoken;
        return ": " + enable + " is not enabled there" + offers + ". Choose one of these as authentication, or have "
                + enable + " enabled for the virtual directory EWS (Set-WebServicesVirtualDirectory)";
    }

    /** Why a request was refused with 403. */
    static String forbidden() {
        return ": EWS is switched off for this account or application, or a proxy forbids it. See EwsEnabled,"
                + " EwsApplicationAccessPolicy with its lists (this client calls itself " + EwsClient.USER_AGENT
                + "), and in Exchange Online the allow-list EwsAllowedAppIDs";
    }

    /** Where a redirect leads, without what it may have in its query. */
    static String redirect(String location) {
        String target = location == null ? "nowhere" : location.split("[?#]", 2)[0];
        String form = FORM.matcher(target).matches()
                ? ", which looks like a form by which people log on; EWS needs Basic, NTLM or OAuth, without a form before it"
                : "";
        return " to " + target + form + ". Redirects are not followed, because the password would go along;"
                + " enter the address of EWS itself";
    }

    /** What {@code x-ms-diagnostics} says, in words and as it stands. */
    static String diagnostics(String header) {
        Matcher code = DIAGNOSTICS.matcher(header);
        String meaning = code.matches() ? TOKEN_PROBLEMS.get(code.group(1)) : null;
        return (meaning == null ? "" : ": " + meaning) + " [" + header + "]";
    }

    /** The names of the schemes that challenges offer, each once. */
    static List<String> schemes(List<String> challenges) {
        return challenges.stream()
                .map(challenge -> challenge.strip().split("[ ,]", 2)[0])
                .filter(name ->
                        !name.isEmpty() && !name.toLowerCase(Locale.ROOT).contains("="))
                .distinct()
                .toList();
    }
}
