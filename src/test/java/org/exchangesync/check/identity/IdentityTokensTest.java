package org.exchangesync.check.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.check.identity.TokenIssuer.AMURL;
import static org.exchangesync.check.identity.TokenIssuer.AUDIENCE;
import static org.exchangesync.check.identity.TokenIssuer.NOW;
import static org.exchangesync.check.identity.TokenIssuer.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTokensTest {
    private static TokenIssuer issuer;

    private final List<URI> asked = new ArrayList<>();
    private byte[] document;
    private Instant now = NOW;
    private final IdentityTokens tokens = new IdentityTokens(
            Set.of(AUDIENCE),
            new MetadataTrust(Set.of(), Set.of("Mail.Example.org")),
            (url, anywhere) -> {
                asked.add(url);
                if (document == null) {
                    throw new IOException("HTTP 503");
                }
                return document;
            },
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            });

    @BeforeAll
    static void makeKeys() throws Exception {
        issuer = new TokenIssuer(2048);
    }

    IdentityTokensTest() throws Exception {
        document = issuer.metadata();
    }

    private void refused(TokenRefusal reason, String token) {
        assertThatThrownBy(() -> tokens.validate(token))
                .isInstanceOfSatisfying(
                        RefusedTokenException.class,
                        e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
    }

    private void refusedUnasked(TokenRefusal reason, String token) {
        refused(reason, token);
        assertThat(asked)
                .as("nobody is asked for a token that is bad in itself")
                .isEmpty();
    }

    private static String with(String claim, Object value) throws Exception {
        ObjectNode payload = TokenIssuer.payload();
        payload.putPOJO(claim, value);
        if (value == null) {
            payload.remove(claim);
        }
        return issuer.token(issuer.header(), payload);
    }

    private static String withContext(String field, String value) throws Exception {
        ObjectNode payload = TokenIssuer.payload();
        ObjectNode context = (ObjectNode) payload.get("appctx");
        if (value == null) {
            context.remove(field);
        } else {
            context.put(field, value);
        }
        return issuer.token(issuer.header(), payload);
    }

    private static String withHeader(String field, String value) throws Exception {
        ObjectNode header = issuer.header();
        if (value == null) {
            header.remove(field);
        } else {
            header.put(field, value);
        }
        return issuer.token(header, TokenIssuer.payload());
    }

    @Test
    void aGoodTokenTellsWhoseItIs() throws Exception {
        IdentityToken token = tokens.validate(issuer.token());
        assertThat(token.mailboxId()).isEqualTo("53e925fa-76ba-45e1-be0f-4ef08b59d389@mail.example.org");
        assertThat(token.metadataUrl()).isEqualTo(URI.create(AMURL));
        assertThat(token.user()).isEqualTo(AMURL + "53e925fa-76ba-45e1-be0f-4ef08b59d389@mail.example.org");
        assertThat(token.audience()).isEqualTo(AUDIENCE);
        assertThat(token.issuer()).endsWith("@mail.example.org");
        assertThat(token.expires()).isEqualTo(NOW.plus(Duration.ofHours(7)));
        assertThat(asked).containsExactly(URI.create("https://mail.example.org/autodiscover/metadata/json/1"));
    }

    @Test
    void theContextMayBeATextAndTimesMayBeNumbers() throws Exception {
        ObjectNode payload = TokenIssuer.payload();
        payload.put("appctx", payload.get("appctx").toString());
        payload.put("nbf", NOW.getEpochSecond()).put("exp", NOW.plusSeconds(60).getEpochSecond());
        assertThat(tokens.validate(issuer.token(issuer.header(), payload)).mailboxId())
                .startsWith("53e925fa");
    }

    @Test
    void aTokenWithoutSignatureIsRefusedWhateverItCallsThat() throws Exception {
        String payload = part(TokenIssuer.payload().toString());
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            String header = part(issuer.header().put("alg", none).toString());
            refusedUnasked(TokenRefusal.WRONG_ALGORITHM, header + '.' + payload + '.');
        }
        refusedUnasked(TokenRefusal.WRONG_SIGNATURE, part(issuer.header().toString()) + '.' + payload + '.');
    }

    @Test
    void thePublicKeyIsNoSecretToSignWith() throws Exception {
        String content = part(issuer.header().put("alg", "HS256").toString())
                + '.'
                + part(TokenIssuer.payload().toString());
        for (byte[] secret : List.of(
                issuer.certificate().getEncoded(),
                issuer.certificate().getPublicKey().getEncoded(),
                Base64.getEncoder().encode(issuer.certificate().getEncoded()))) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String signature = part(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
            refusedUnasked(TokenRefusal.WRONG_ALGORITHM, content + '.' + signature);
            refused(
                    TokenRefusal.WRONG_SIGNATURE,
                    part(issuer.header().toString())
                            + '.'
                            + part(TokenIssuer.payload().toString())
                            + '.'
                            + signature);
            asked.clear();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "RS512", "PS256", "ES256", "rs256", "RS256 "})
    void otherAlgorithmsAreRefused(String algorithm) throws Exception {
        refusedUnasked(TokenRefusal.WRONG_ALGORITHM, withHeader("alg", algorithm));
    }

    @Test
    void theHeaderMustNameJwtAndAKeyAndNoExtensions() throws Exception {
        refusedUnasked(TokenRefusal.WRONG_TYPE, withHeader("typ", null));
        refusedUnasked(TokenRefusal.WRONG_TYPE, withHeader("typ", "JWE"));
        refusedUnasked(TokenRefusal.WRONG_TYPE, withHeader("crit", "b64"));
        refusedUnasked(TokenRefusal.NO_KEY_ID, withHeader("x5t", null));
        refusedUnasked(TokenRefusal.NO_KEY_ID, withHeader("x5t", " "));
    }

    @Test
    void aKeyThatTheDocumentDoesNotNameIsUnknown() throws Exception {
        refused(TokenRefusal.UNKNOWN_KEY, withHeader("x5t", "Un6V7lYN-rMgaCoFSTO5z707X-4"));
    }

    @Test
    void whoSignsHimselfAndNamesTheKeyOfTheServerIsRefused() throws Exception {
        TokenIssuer stranger = new TokenIssuer(2048);
        refused(TokenRefusal.WRONG_SIGNATURE, stranger.token(issuer.header(), TokenIssuer.payload()));
        refused(TokenRefusal.UNKNOWN_KEY, stranger.token());
    }

    @Test
    void aChangedContentIsRefused() throws Exception {
        String[] parts = issuer.token().split("\\.");
        ObjectNode payload = TokenIssuer.payload();
        ((ObjectNode) payload.get("appctx")).put("msexchuid", "somebody-else@mail.example.org");
        refused(TokenRefusal.WRONG_SIGNATURE, parts[0] + '.' + part(payload.toString()) + '.' + parts[2]);
        String other = part(issuer.header().put("kid", "x").toString());
        refused(TokenRefusal.WRONG_SIGNATURE, other + '.' + parts[1] + '.' + parts[2]);
        refused(TokenRefusal.WRONG_SIGNATURE, parts[0] + '.' + parts[1] + '.' + part("short"));
    }

    @Test
    void noCharacterOfASignedPartCanBeChanged() throws Exception {
        String token = issuer.token();
        int signature = token.lastIndexOf('.');
        for (int i = 0; i < signature; i += 7) {
            char changed = token.charAt(i) == 'A' ? 'B' : 'A';
            String forged = token.substring(0, i) + changed + token.substring(i + 1);
            assertThatThrownBy(() -> tokens.validate(forged)).isInstanceOf(RefusedTokenException.class);
        }
        assertThat(tokens.validate(token)).isNotNull();
    }

    @Test
    void theAudienceMustBeOneOfOurs() throws Exception {
        refusedUnasked(TokenRefusal.WRONG_AUDIENCE, with("aud", "https://evil.example/addin.html"));
        refusedUnasked(TokenRefusal.WRONG_AUDIENCE, with("aud", AUDIENCE + "/"));
        refusedUnasked(TokenRefusal.WRONG_AUDIENCE, with("aud", null));
        refusedUnasked(TokenRefusal.WRONG_AUDIENCE, with("aud", List.of(AUDIENCE)));
    }

    @Test
    void theIssuerMustBeExchange() throws Exception {
        refusedUnasked(TokenRefusal.WRONG_ISSUER, with("iss", "https://sts.windows.net/"));
        refusedUnasked(TokenRefusal.WRONG_ISSUER, with("iss", "00000002-0000-0ff1-ce00-000000000000@"));
        refusedUnasked(TokenRefusal.WRONG_ISSUER, with("iss", null));
    }

    @Test
    void aTokenIsGoodInItsTimeAndAFewMinutesAround() throws Exception {
        String token = issuer.token();
        now = NOW.plus(Duration.ofHours(7)).plus(IdentityTokens.SKEW).minusSeconds(1);
        assertThat(tokens.validate(token)).isNotNull();
        now = now.plusSeconds(1);
        refused(TokenRefusal.EXPIRED, token);
        now = NOW.minus(Duration.ofHours(1)).minus(IdentityTokens.SKEW);
        assertThat(tokens.validate(token)).isNotNull();
        now = now.minusSeconds(1);
        refused(TokenRefusal.NOT_YET_VALID, token);
    }

    @Test
    void aTokenWithoutEndOrBeginningIsRefused() throws Exception {
        for (Object time : new Object[] {null, "soon", -5, "1e9", 17.5, "99999999999999999999", List.of(1)}) {
            refusedUnasked(TokenRefusal.NO_LIFETIME, with("exp", time));
            refusedUnasked(TokenRefusal.NO_LIFETIME, with("nbf", time));
        }
    }

    @Test
    void theContextMustBeThereAndOfOurVersion() throws Exception {
        refusedUnasked(TokenRefusal.NO_CONTEXT, with("appctx", null));
        refusedUnasked(TokenRefusal.NO_CONTEXT, with("appctx", "msexchuid"));
        refusedUnasked(TokenRefusal.NO_CONTEXT, with("appctx", "[]"));
        refusedUnasked(TokenRefusal.NO_CONTEXT, with("appctx", 7));
        refusedUnasked(TokenRefusal.WRONG_VERSION, withContext("version", "ExIdTok.V2"));
        refusedUnasked(TokenRefusal.WRONG_VERSION, withContext("version", null));
        refusedUnasked(TokenRefusal.NO_USER, withContext("msexchuid", null));
        refusedUnasked(TokenRefusal.NO_USER, withContext("msexchuid", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/autodiscover/metadata/json/1",
                "http://mail.example.org/autodiscover/metadata/json/1",
                "https://mail.example.org:8443/autodiscover/metadata/json/1",
                "https://mail.example.org/owa/attachment?id=my-keys",
                "https://mail.example.org/autodiscover/metadata/json/1?x=y",
                "https://mail.example.org/autodiscover/metadata/json/1/../../../upload",
                "https://mail.example.org@evil.example/autodiscover/metadata/json/1",
                "https://evil@mail.example.org/autodiscover/metadata/json/1",
                "https://mail.example.org.evil.example/autodiscover/metadata/json/1",
                "https://127.0.0.1/autodiscover/metadata/json/1",
                "https://169.254.169.254/latest/meta-data",
                "file:///etc/passwd",
                "not a url",
                "https://"
            })
    void nobodyIsAskedWhoIsNotTrusted(String amurl) throws Exception {
        refusedUnasked(TokenRefusal.UNTRUSTED_METADATA, withContext("amurl", amurl));
    }

    @Test
    void aTokenMustNameItsDocument() throws Exception {
        refusedUnasked(TokenRefusal.UNTRUSTED_METADATA, withContext("amurl", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "...",
                "a.b",
                "a.b.c",
                "a.b.c.d",
                "!.!.!",
                "e30.e30.e30",
                "W10.W10.W10",
                "eyJhbGciOiJSUzI1NiJ9",
                "Bearer e30.e30.e30",
                "\u0000.\u0000.\u0000"
            })
    void rubbishIsRefused(String rubbish) {
        assertThatThrownBy(() -> tokens.validate(rubbish)).isInstanceOf(RefusedTokenException.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void rubbishIsToldAsSuch() throws Exception {
        refusedUnasked(TokenRefusal.NOT_A_TOKEN, null);
        refusedUnasked(TokenRefusal.NOT_A_TOKEN, "a.b");
        refusedUnasked(TokenRefusal.NOT_A_TOKEN, part("[]") + '.' + part("{}") + ".eA");
        refusedUnasked(TokenRefusal.NOT_A_TOKEN, part("{\"alg\":\"RS256\"} {}") + '.' + part("{}") + ".eA");
        refusedUnasked(
                TokenRefusal.NOT_A_TOKEN,
                part("{\"alg\":\"none\",\"alg\":\"RS256\",\"typ\":\"JWT\",\"x5t\":\"x\"}") + '.' + part("{}") + ".eA");
        refusedUnasked(
                TokenRefusal.NOT_A_TOKEN,
                issuer.signed(
                        issuer.header().toString(),
                        TokenIssuer.payload().toString().replaceFirst("\\{", "{\"aud\":\"https://evil.example\",")));
        refusedUnasked(TokenRefusal.TOO_LONG, "a".repeat(20_000));
        refusedUnasked(TokenRefusal.NOT_A_TOKEN, part("[".repeat(6_000)) + '.' + part("{}") + ".eA");
    }

    @Test
    void weakAndOtherKeysAreNotBelieved() throws Exception {
        TokenIssuer weak = new TokenIssuer(1024);
        document = weak.metadata();
        refused(TokenRefusal.WEAK_KEY, weak.token());
    }

    @Test
    void aKeyOfAnotherKindIsNotBelieved() throws Exception {
        TokenIssuer elliptic = new TokenIssuer("EC", 256, "SHA256withECDSA");
        document = elliptic.metadata();
        refused(TokenRefusal.WEAK_KEY, elliptic.token());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>log in</html>",
                "[]",
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":[{\"usage\":\"encryption\",\"keyinfo\":{\"x5t\":\"a\"},\"keyvalue\":{\"value\":\"b\"}}]}",
                "{\"keys\":[{\"usage\":\"signing\",\"keyinfo\":{\"x5t\":\"a\"},\"keyvalue\":{\"value\":\"AAAA\"}}]}",
                "{\"keys\":[{\"usage\":\"signing\",\"keyinfo\":{\"x5t\":7},\"keyvalue\":null}]}",
                "{\"keys\":7}"
            })
    void aDocumentThatIsNoneIsToldAsOne(String metadata) throws Exception {
        document = metadata.getBytes(StandardCharsets.UTF_8);
        refused(TokenRefusal.BAD_METADATA, issuer.token());
    }

    @Test
    void aDocumentIsAskedForOnceADay() throws Exception {
        for (int i = 0; i < 10; i++) {
            tokens.validate(issuer.token());
        }
        assertThat(asked).hasSize(1);
        now = NOW.plus(Duration.ofDays(1));
        ObjectNode payload =
                TokenIssuer.payload().put("exp", now.plusSeconds(60).getEpochSecond());
        tokens.validate(issuer.token(issuer.header(), payload));
        assertThat(asked).hasSize(2);
    }

    @Test
    void aNewKeyIsFoundButUnknownOnesAreLookedForOnceAMinuteOnly() throws Exception {
        tokens.validate(issuer.token());
        TokenIssuer renewed = new TokenIssuer(2048);
        document = renewed.metadata();
        for (int i = 0; i < 100; i++) {
            refused(TokenRefusal.UNKNOWN_KEY, withHeader("x5t", "guess-" + i));
        }
        assertThat(asked).hasSize(1);
        now = now.plus(Duration.ofMinutes(1));
        assertThat(tokens.validate(renewed.token())).isNotNull();
        refused(TokenRefusal.UNKNOWN_KEY, issuer.token());
        assertThat(asked).hasSize(2);
    }

    @Test
    void aServerThatIsAwayIsToldAndAskedOnceAMinute() throws Exception {
        document = null;
        refused(TokenRefusal.METADATA_UNAVAILABLE, issuer.token());
        refused(TokenRefusal.METADATA_UNAVAILABLE, issuer.token());
        assertThat(asked).hasSize(1);
        document = issuer.metadata();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(tokens.validate(issuer.token())).isNotNull();
    }

    @Test
    void aKnownKeyIsGoodWhileTheServerIsAway() throws Exception {
        tokens.validate(issuer.token());
        document = null;
        now = now.plus(Duration.ofHours(1));
        refused(TokenRefusal.METADATA_UNAVAILABLE, withHeader("x5t", "another"));
        assertThat(tokens.validate(issuer.token())).isNotNull();
    }

    @Test
    void aDocumentThatIsNamedMayBeAnywhere() throws Exception {
        List<Boolean> anywhere = new ArrayList<>();
        IdentityTokens named = new IdentityTokens(
                Set.of(AUDIENCE),
                new MetadataTrust(Set.of(URI.create(AMURL)), Set.of()),
                (url, mayBeInside) -> {
                    anywhere.add(mayBeInside);
                    return document;
                },
                Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(named.validate(issuer.token())).isNotNull();
        assertThat(anywhere).containsExactly(true);
    }

    @Test
    void noMessageHoldsTheToken() throws Exception {
        String signature = issuer.token().substring(issuer.token().lastIndexOf('.') + 1);
        for (String bad :
                List.of(with("aud", "x"), withHeader("x5t", "x"), withContext("version", "x"), issuer.token() + "A")) {
            assertThatThrownBy(() -> tokens.validate(bad))
                    .hasMessageNotContaining(signature.substring(0, 20))
                    .hasMessageNotContaining("53e925fa");
        }
    }
}
