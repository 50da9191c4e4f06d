package org.exchangesync.ews.autodiscover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.exchangesync.ews.autodiscover.Attempt.Outcome;
import org.exchangesync.ews.autodiscover.ServiceRecords.Target;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Discovery;
import org.exchangesync.transport.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutodiscoverTest {
    private static final String ANNA = "anna@example.org";
    private static final String DOMAIN_SOAP = "https://example.org/autodiscover/autodiscover.svc";
    private static final String DOMAIN_POX = "https://example.org/autodiscover/autodiscover.xml";
    private static final String HOST_SOAP = "https://autodiscover.example.org/autodiscover/autodiscover.svc";
    private static final String HOST_POX = "https://autodiscover.example.org/autodiscover/autodiscover.xml";
    private static final String HTTP = "http://autodiscover.example.org/autodiscover/autodiscover.xml";
    private static final String HOST_JSON =
            "https://autodiscover.example.org/autodiscover/autodiscover.json/v1.0/anna%40example.org?Protocol=EWS";
    private static final String MAIL = "https://mail.example.org/EWS/Exchange.asmx";

    private final FakeWeb web = new FakeWeb();
    private final Map<String, String> addresses = new HashMap<>();
    private List<Target> records = List.of();
    private Discovery discovery = Discovery.DEFAULT;

    private AutodiscoverResult discover() {
        return discover(ANNA);
    }

    private AutodiscoverResult discover(String mailbox) {
        Credentials account = new Credentials("svc-sync", Secret.of("hush"));
        return new Autodiscover(web, this::lookUp, name -> {
                    if (!name.equals("_autodiscover._tcp.example.org")) {
                        throw new IOException("asked for " + name);
                    }
                    return records;
                })
                .discover(
                        ConnectionSettings.builder("office", null, account)
                                .discovery(discovery)
                                .build(),
                        mailbox);
    }

    private List<InetAddress> lookUp(String host) throws UnknownHostException {
        return List.of(InetAddress.getByName(addresses.getOrDefault(host, "93.184.216.34")));
    }

    private static List<Outcome> outcomes(AutodiscoverResult result) {
        return result.trail().stream().map(Attempt::outcome).toList();
    }

    @Test
    void theDomainItselfIsAskedFirstBySoapForThreeSettingsOnly() {
        web.xml(DOMAIN_SOAP, Answers.soap(MAIL, "https://inside.example.org/EWS/Exchange.asmx"));
        AutodiscoverResult result = discover();
        assertThat(result.ewsUrl()).isEqualTo(URI.create(MAIL));
        assertThat(result.endpoint().url()).isEqualTo(URI.create(DOMAIN_SOAP));
        assertThat(web.asked()).containsExactly(DOMAIN_SOAP + "*");
        assertThat(web.lastBody())
                .contains("<a:Mailbox>anna@example.org</a:Mailbox>")
                .contains("ExternalEwsUrl", "InternalEwsUrl", "EwsSupportedSchemas")
                .containsOnlyOnce("ExternalEwsUrl");
        assertThat(result.trail()).singleElement().satisfies(attempt -> {
            assertThat(attempt.outcome()).isEqualTo(Outcome.FOUND);
            assertThat(attempt.detail()).contains(MAIL, "Exchange2010");
        });
    }

    @Test
    void whenNobodyKnowsAllAreAskedInTheDocumentedOrderAndThePasswordGoesOverHttpsOnly() {
        List.of(DOMAIN_SOAP, DOMAIN_POX, HOST_SOAP, HOST_POX, HTTP, HOST_JSON).forEach(url -> web.status(url, 404));
        records = List.of(new Target(0, 0, 443, "mail.example.org"));
        AutodiscoverResult result = discover();
        assertThat(result.isFound()).isFalse();
        assertThat(result.code()).isEqualTo(AutodiscoverResult.FAILED);
        assertThat(web.asked())
                .containsExactly(
                        DOMAIN_SOAP + "*",
                        DOMAIN_POX + "*",
                        HOST_SOAP + "*",
                        HOST_POX + "*",
                        HTTP,
                        "https://mail.example.org/autodiscover/autodiscover.svc*",
                        "https://mail.example.org/autodiscover/autodiscover.xml*",
                        "https://example.org/autodiscover/autodiscover.json/v1.0/anna%40example.org?Protocol=EWS",
                        HOST_JSON);
        assertThat(result.failure("office"))
                .hasMessageContaining("Connection 'office', mailbox anna@example.org")
                .hasMessageContaining(HTTP)
                .hasMessageNotContaining("hush");
    }

    @Test
    void poxIsAskedWhereSoapIsNotThere() {
        web.status(DOMAIN_SOAP, 404).xml(DOMAIN_POX, Answers.pox("EXPR", MAIL));
        assertThat(discover().ewsUrl()).isEqualTo(URI.create(MAIL));
        assertThat(web.lastBody()).contains("<EMailAddress>anna@example.org</EMailAddress>");
    }

    @Test
    void theInternalAddressIsTakenWhereThereIsNoOther() {
        web.xml(DOMAIN_SOAP, Answers.soap(null, MAIL));
        assertThat(discover().ewsUrl()).isEqualTo(URI.create(MAIL));
    }

    @Test
    void theHttpStepLeadsToAHostOfTheDomain() {
        web.moved(HTTP, "https://mail.example.org/autodiscover/autodiscover.xml")
                .status("https://mail.example.org/autodiscover/autodiscover.svc", 404)
                .xml("https://mail.example.org/autodiscover/autodiscover.xml", Answers.pox("EXPR", MAIL));
        assertThat(discover().ewsUrl()).isEqualTo(URI.create(MAIL));
    }

    @Test
    void theHttpStepNeverShowsThePasswordToAStranger() {
        web.moved(HTTP, "https://autodiscover.example.com/autodiscover/autodiscover.xml");
        AutodiscoverResult result = discover();
        assertThat(result.isFound()).isFalse();
        assertThat(web.asked()).noneMatch(url -> url.contains("example.com"));
        assertThat(result.trail())
                .filteredOn(attempt -> attempt.outcome() == Outcome.NOT_ALLOWED)
                .isNotEmpty()
                .allSatisfy(attempt -> assertThat(attempt.detail()).contains("allowed hosts of Autodiscover"));
    }

    @Test
    void aStrangerThatTheAdministratorNamesIsFollowed() {
        discovery = Discovery.DEFAULT.withAllowedHosts(Set.of("*.Example.com"));
        String hosted = "https://ews.example.com/EWS/Exchange.asmx";
        web.moved(HTTP, "https://autodiscover.example.com/autodiscover/autodiscover.xml")
                .xml("https://autodiscover.example.com/autodiscover/autodiscover.svc", Answers.soap(hosted, null));
        assertThat(discover().ewsUrl()).isEqualTo(URI.create(hosted));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.5",
                "127.0.0.1",
                "169.254.169.254",
                "192.168.7.7",
                "172.16.0.1",
                "100.64.3.2",
                "::1",
                "fd00::5",
                "::ffff:10.1.2.3",
                "64:ff9b::a00:5"
            })
    void theHttpStepLeadsNobodyIntoTheOwnNetwork(String inside) {
        addresses.put("mail.example.org", inside);
        web.moved(HTTP, "https://mail.example.org/autodiscover/autodiscover.xml");
        AutodiscoverResult result = discover();
        assertThat(web.asked()).noneMatch(url -> url.startsWith("https://mail.example.org"));
        assertThat(result.trailText()).contains("not asked: mail.example.org has the address");
    }

    @Test
    void aServerOfTheDomainMayBeInsideTheOwnNetworkButNotThisMachine() {
        addresses.put("example.org", "10.0.0.5");
        web.xml(DOMAIN_SOAP, Answers.soap(MAIL, null));
        assertThat(discover().isFound()).isTrue();
        addresses.put("example.org", "127.0.0.1");
        assertThat(discover().trail().get(0).outcome()).isEqualTo(Outcome.NOT_ALLOWED);
    }

    @Test
    void httpsRedirectsToPlainHttpAreNotFollowed() {
        web.moved(DOMAIN_SOAP, "http://example.org/autodiscover/autodiscover.svc");
        AutodiscoverResult result = discover();
        assertThat(web.asked()).noneMatch(url -> url.startsWith("http://example.org"));
        assertThat(result.trailText()).contains("no https:// address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org@evil.example/autodiscover/autodiscover.svc",
                "https://example.org.evil.example/autodiscover/autodiscover.svc",
                "https://evilexample.org/autodiscover/autodiscover.svc",
                "https://evil.example#example.org/autodiscover/autodiscover.svc",
                "https://10.0.0.5/autodiscover/autodiscover.svc",
                "//evil.example/autodiscover/autodiscover.svc",
                "https:evil.example",
                "gopher://example.org/",
                "file:///etc/passwd",
                "https://example.org\\\\@evil.example/x.svc",
                "",
                "   "
            })
    void namesThatOnlyLookLikeTheDomainAreNotAsked(String location) {
        web.moved(DOMAIN_SOAP, location);
        discover();
        assertThat(web.asked())
                .allMatch(url -> url.startsWith("https://example.org/")
                        || url.startsWith("https://autodiscover.example.org/")
                        || url.equals(HTTP));
    }

    @Test
    void soapAndPoxMayNameAnotherUrl() {
        String second = "https://two.example.org/autodiscover/autodiscover.svc";
        web.xml(DOMAIN_SOAP, Answers.soapRedirect("RedirectUrl", second)).xml(second, Answers.soap(MAIL, null));
        assertThat(discover().isFound()).isTrue();
        assertThat(web.asked()).containsExactly(DOMAIN_SOAP + "*", second + "*");
    }

    @Test
    void anotherAddressMeansToBeginAnewAndAllowsNoOtherHosts() {
        web.xml(DOMAIN_SOAP, Answers.soapRedirect("RedirectAddress", "anna@sub.example.org"))
                .xml("https://sub.example.org/autodiscover/autodiscover.svc", Answers.soap(MAIL, null));
        assertThat(discover().ewsUrl()).isEqualTo(URI.create(MAIL));
        assertThat(web.lastBody()).contains("anna@sub.example.org");

        FakeWeb evil = new FakeWeb();
        evil.xml(DOMAIN_SOAP, Answers.soapRedirect("RedirectAddress", "anna@evil.example"));
        AutodiscoverResult result = new Autodiscover(evil, this::lookUp, name -> List.of())
                .discover(
                        ConnectionSettings.builder("office", null, new Credentials("svc", Secret.of("hush")))
                                .build(),
                        ANNA);
        assertThat(result.isFound()).isFalse();
        assertThat(evil.asked()).filteredOn(url -> url.endsWith("*")).containsExactly(DOMAIN_SOAP + "*");
    }

    @Test
    void theSameAddressAgainIsNoRedirect() {
        web.xml(DOMAIN_SOAP, Answers.soapRedirect("RedirectAddress", "ANNA@example.org"))
                .xml(DOMAIN_POX, Answers.poxRedirect("redirectAddr", "RedirectAddr", "anna@example.org"))
                .xml(HOST_SOAP, Answers.soap(MAIL, null));
        AutodiscoverResult result = discover();
        assertThat(result.isFound()).isTrue();
        assertThat(outcomes(result)).containsExactly(Outcome.BAD_ANSWER, Outcome.BAD_ANSWER, Outcome.FOUND);
    }

    @Test
    void aUrlIsAskedOnceForAnAddress() {
        web.moved(DOMAIN_SOAP, HOST_SOAP)
                .moved(HOST_SOAP, DOMAIN_SOAP)
                .status(DOMAIN_POX, 404)
                .status(HOST_POX, 404);
        discover();
        assertThat(web.asked()).doesNotHaveDuplicates();
    }

    @Test
    void afterTenRedirectsItEnds() {
        for (int i = 0; i < 30; i++) {
            web.moved(
                    i == 0 ? DOMAIN_SOAP : "https://example.org/" + i + ".svc",
                    "https://example.org/" + (i + 1) + ".svc");
        }
        AutodiscoverResult result = discover();
        assertThat(result.code()).isEqualTo(AutodiscoverResult.FAILED);
        assertThat(result.reason()).contains("more than 10 redirects");
        assertThat(web.asked()).hasSize(11);
    }

    @Test
    void oneRefusalOfTheAccountProvesNothing() {
        web.unauthorized(DOMAIN_SOAP).xml(HOST_SOAP, Answers.soap(MAIL, null));
        AutodiscoverResult result = discover();
        assertThat(result.isFound()).isTrue();
        assertThat(result.trail().get(0).detail()).contains("Negotiate, Basic");
        assertThat(web.asked())
                .as("the account is not tried twice at one server")
                .doesNotContain(DOMAIN_POX + "*");
    }

    @Test
    void severalRefusalsMeanTheAccount() {
        web.unauthorized(DOMAIN_SOAP).unauthorized(HOST_SOAP);
        AutodiscoverResult result = discover();
        assertThat(result.code()).isEqualTo("Http401");
        assertThat(result.reason()).contains("svc-sync");
        assertThat(web.asked()).filteredOn(url -> url.endsWith("*")).hasSize(2);
    }

    @Test
    void afterThreeRefusalsTheAccountIsNotTriedAgain() {
        records = List.of(
                new Target(2, 0, 443, "c.example.org"),
                new Target(1, 5, 443, "b.example.org"),
                new Target(1, 9, 443, "a.example.org"));
        List.of("example.org", "autodiscover.example.org", "a.example.org", "b.example.org", "c.example.org")
                .forEach(host -> web.unauthorized("https://" + host + "/autodiscover/autodiscover.svc"));
        assertThat(discover().code()).isEqualTo("Http401");
        assertThat(web.asked())
                .filteredOn(url -> url.endsWith("*"))
                .containsExactly(
                        DOMAIN_SOAP + "*", HOST_SOAP + "*", "https://a.example.org/autodiscover/autodiscover.svc*");
    }

    @Test
    void aBusyServerIsAskedAgainAtTheEnd() {
        web.xml(DOMAIN_SOAP, Answers.soapError("ServerBusy"))
                .xml(DOMAIN_SOAP, Answers.soap(MAIL, null))
                .status(DOMAIN_POX, 404)
                .status(HOST_SOAP, 404)
                .status(HOST_POX, 404);
        assertThat(discover().isFound()).isTrue();
        assertThat(web.asked())
                .containsExactly(
                        DOMAIN_SOAP + "*", DOMAIN_POX + "*", HOST_SOAP + "*", HOST_POX + "*", DOMAIN_SOAP + "*");
    }

    @Test
    void aServerThatStaysBusyIsNotWaitedForForEver() {
        web.xml(DOMAIN_SOAP, Answers.soapError("ServerBusy"));
        assertThat(discover().code()).isEqualTo("ErrorServerBusy");
    }

    @Test
    void anUnknownMailboxIsToldAsOne() {
        web.xml(DOMAIN_SOAP, Answers.soapError("InvalidUser")).xml(DOMAIN_POX, Answers.poxError("500"));
        assertThat(discover().code()).isEqualTo("ErrorNonExistentMailbox");
    }

    @Test
    void nobodyWhoAnswersIsNetwork() {
        assertThat(discover().code()).isEqualTo("Network");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/EWS/Exchange.asmx",
                "http://mail.example.org/EWS/Exchange.asmx",
                "https://example.org:x@evil.example/EWS",
                "mail.example.org",
                "javascript:alert(1)"
            })
    void aServerThatMayNotBeToldThePasswordIsNotTaken(String ews) {
        web.xml(DOMAIN_SOAP, Answers.soap(ews, null));
        AutodiscoverResult result = discover();
        assertThat(result.isFound()).isFalse();
        assertThat(result.code()).isEqualTo(AutodiscoverResult.HOST_NOT_ALLOWED);
        assertThat(web.asked()).hasSize(1);
    }

    @Test
    void theInternalAddressIsTakenWhereTheExternalOneIsNotAllowed() {
        web.xml(DOMAIN_SOAP, Answers.soap("https://cloud.example/EWS/Exchange.asmx", MAIL));
        assertThat(discover().ewsUrl()).isEqualTo(URI.create(MAIL));
    }

    @Test
    void exchangeOnlineIsAskedWithoutPasswordAndOnlyIfItIsAllowed() {
        String probe =
                "https://outlook.office365.com/autodiscover/autodiscover.json/v1.0/anna%40example.org?Protocol=EWS";
        web.at(
                probe,
                200,
                Map.of("Content-Type", List.of("application/json")),
                "{\"Protocol\":\"EWS\",\"Url\":\"https:\\/\\/outlook.office365.com\\/EWS\\/Exchange.asmx\"}");
        discovery = Discovery.DEFAULT.withExchangeOnline(true);
        assertThat(discover().ewsUrl()).isEqualTo(URI.create("https://outlook.office365.com/EWS/Exchange.asmx"));
        assertThat(web.asked()).containsExactly(probe);

        discovery = Discovery.DEFAULT;
        web.xml(DOMAIN_SOAP, Answers.soap("https://outlook.office365.com/EWS/Exchange.asmx", null));
        AutodiscoverResult result = discover();
        assertThat(result.code()).isEqualTo(AutodiscoverResult.HOST_NOT_ALLOWED);
        assertThat(result.reason()).contains("choose Exchange Online");
        assertThat(web.asked()).filteredOn(probe::equals).hasSize(1);
    }

    @Test
    void aMailboxThatExchangeOnlineDoesNotKnowIsLookedForAtHome() {
        discovery = Discovery.DEFAULT.withExchangeOnline(true);
        web.moved(
                        "https://outlook.office365.com/autodiscover/autodiscover.json/v1.0/anna%40example.org?Protocol=EWS",
                        "https://autodiscover.example.org/autodiscover/autodiscover.json?Email=anna%40example.org&Protocol=EWS")
                .at(
                        "https://autodiscover.example.org/autodiscover/autodiscover.json?Email=anna%40example.org&Protocol=EWS",
                        404, Map.of(), "")
                .xml(DOMAIN_SOAP, Answers.soap(MAIL, null));
        assertThat(discover().ewsUrl()).isEqualTo(URI.create(MAIL));
    }

    @Test
    void theEndpointsOfTheAdministratorComeFirst() {
        discovery = Discovery.DEFAULT.withEndpoints(
                List.of(URI.create("https://cas.internal.example/autodiscover/autodiscover.xml")));
        web.status("https://cas.internal.example/autodiscover/autodiscover.svc", 404)
                .xml("https://cas.internal.example/autodiscover/autodiscover.xml", Answers.pox("EXCH", MAIL));
        assertThat(discover().ewsUrl()).isEqualTo(URI.create(MAIL));
        assertThat(web.asked()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna",
                "anna@",
                "@example.org",
                "anna@exa mple.org",
                "anna@example.org/../x",
                "a\u0001@example.org",
                "anna@@example.org",
                ""
            })
    void whatIsNoAddressAsksNobody(String address) {
        assertThat(discover(address).isFound()).isFalse();
        assertThat(web.asked()).isEmpty();
    }

    @Test
    void answersCutShortAnywhereAreBadAnswersAndNothingElse() {
        for (String whole : List.of(
                Answers.soap(MAIL, MAIL),
                Answers.pox("EXPR", MAIL),
                Answers.soapRedirect("RedirectUrl", MAIL),
                Answers.poxError("600"))) {
            for (int length = 0; length < whole.length() - 1; length++) {
                String cut = whole.substring(0, length);
                FakeWeb hostile = new FakeWeb();
                hostile.xml(DOMAIN_SOAP, cut).xml(DOMAIN_POX, cut);
                AutodiscoverResult result = new Autodiscover(hostile, this::lookUp, name -> List.of())
                        .discover(
                                ConnectionSettings.builder("office", null, new Credentials("svc", Secret.of("hush")))
                                        .build(),
                                ANNA);
                assertThat(outcomes(result).subList(0, 2)).containsOnly(Outcome.BAD_ANSWER);
            }
        }
    }

    @Test
    void documentTypesDepthAndRubbishAreBadAnswers() {
        for (String hostile : List.of(
                "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><Autodiscover>&b;</Autodiscover>",
                "<a>".repeat(100_000),
                "\u0000\u0001",
                "[]",
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault><faultstring>no</faultstring></s:Fault></s:Body></s:Envelope>",
                "<Envelope xmlns=\"http://schemas.xmlsoap.org/soap/envelope/\"><Body/></Envelope>")) {
            web.xml(DOMAIN_SOAP, hostile).xml(DOMAIN_POX, hostile);
            AutodiscoverResult result = discover();
            assertThat(outcomes(result).subList(0, 2)).containsOnly(Outcome.BAD_ANSWER);
            assertThat(result.trailText()).doesNotContain("root:");
        }
    }

    @Test
    void aPageToLogInIsToldAsOne() {
        web.at(DOMAIN_SOAP, 200, Map.of("Content-Type", List.of("text/html; charset=utf-8")), "<html>");
        assertThat(discover().trail().get(0).detail()).contains("form to log in");
    }

    @Test
    void serviceRecordsOfRubbishAreLeftOut() {
        records = List.of(
                new Target(0, 0, 80, "plain.example.org"),
                new Target(0, 0, 443, "evil.example"),
                new Target(0, 0, 443, "x/../y"),
                new Target(0, 0, 8443, "mail.example.org"));
        web.xml("https://mail.example.org:8443/autodiscover/autodiscover.svc", Answers.soap(MAIL, null));
        assertThat(discover().ewsUrl()).isEqualTo(URI.create(MAIL));
        assertThat(web.asked()).noneMatch(url -> url.contains("evil") || url.contains("plain"));
    }
}
