package org.exchangesync.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.exchangesync.sandbox.http.AuthenticationScheme;
import org.exchangesync.sandbox.http.BasicAuthentication;
import org.exchangesync.sandbox.http.Directory;
import org.exchangesync.sandbox.http.HttpFront;
import org.exchangesync.sandbox.http.SignIns;
import org.exchangesync.sandbox.logon.Application;
import org.exchangesync.sandbox.logon.BearerAuthentication;
import org.exchangesync.sandbox.logon.NtlmAuthentication;
import org.exchangesync.sandbox.logon.TokenPage;
import org.exchangesync.sandbox.logon.TokenService;
import org.exchangesync.sandbox.store.Account;

/** The ways to log on to a sandbox that is being described, and how they are set up. */
final class Doors {
    /** What the path of the token endpoint ends with. */
    static final String TOKEN_PATH = "/oauth2/v2.0/token";

    final List<Application> applications = new ArrayList<>();
    Set<Logon> logons = Set.of(Logon.BASIC);
    boolean extendedProtection;
    Duration tokenLifetime = Duration.ofHours(1);

    /** Sets them up; gives the authority of tokens, or null where there are none. */
    TokenService open(HttpFront front, List<Account> accounts, SignIns signIns, Clock clock) {
        Directory directory = new Directory(accounts);
        List<AuthenticationScheme> schemes = new ArrayList<>();
        TokenService tokens = null;
        if (logons.contains(Logon.OAUTH)) {
            tokens = new TokenService(applications, clock, tokenLifetime);
            schemes.add(new BearerAuthentication(tokens, front.baseUrl(), signIns));
            front.serveOpenly(TOKEN_PATH, new TokenPage(tokens, front::baseUrl, signIns::token));
        }
        if (logons.contains(Logon.NTLM)) {
            schemes.add(new NtlmAuthentication(directory, front.connections(), signIns, clock, extendedProtection));
        }
        if (logons.contains(Logon.BASIC)) {
            schemes.add(new BasicAuthentication(directory, signIns));
        }
        front.accept(schemes);
        if (logons.contains(Logon.FORM)) {
            front.sendToForm();
        }
        return tokens;
    }
}
