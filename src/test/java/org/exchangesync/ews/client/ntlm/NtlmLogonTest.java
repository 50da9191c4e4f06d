package org.exchangesync.ews.client.ntlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.MD4Digest;
import org.junit.jupiter.api.Test;

/** The values are those of the examples in MS-NLMP 4.2. */
class NtlmLogonTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] SERVER_CHALLENGE = HEX.parseHex("0123456789abcdef");
    private static final byte[] CLIENT_CHALLENGE = HEX.parseHex("aaaaaaaaaaaaaaaa");
    /** Domain "Domain", server "Server". */
    private static final byte[] TARGET_INFO =
            HEX.parseHex("02000c0044006f006d00610069006e0001000c0053006500720076006500720000000000");

    @Test
    void theHashOfAPasswordIsThatOfTheSpecification() throws Exception {
        assertThat(HEX.formatHex(Md4.digest("Password".getBytes(StandardCharsets.UTF_16LE))))
                .isEqualTo("a4f49c406510bdcab6824ee7c30fd852");
        assertThat(HEX.formatHex(NtlmLogon.responseKey("User", "Domain", "Password")))
                .isEqualTo("0c868a403bfd7a93a3001ef22ef02e3f");
    }

    @Test
    void md4IsThatOfAnotherLibraryForTextsOfEveryLength() {
        for (int length = 0; length < 200; length++) {
            byte[] text = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
            MD4Digest other = new MD4Digest();
            other.update(text, 0, length);
            byte[] expected = new byte[16];
            other.doFinal(expected, 0);
            assertThat(Md4.digest(text)).as("length " + length).isEqualTo(expected);
        }
    }

    @Test
    void theProofIsThatOfTheSpecification() throws Exception {
        byte[] key = NtlmLogon.responseKey("User", "Domain", "Password");
        byte[] blob = NtlmLogon.blob(new byte[8], CLIENT_CHALLENGE, TARGET_INFO);
        assertThat(HEX.formatHex(NtlmLogon.hmac(key, SERVER_CHALLENGE, blob)))
                .isEqualTo("68cd0ab851e51c96aabc927bebef6a1c");
        assertThat(HEX.formatHex(NtlmLogon.hmac(key, SERVER_CHALLENGE, CLIENT_CHALLENGE)))
                .isEqualTo("86c35097ac9cec102554764a57cccc19");
    }

    @Test
    void anAccountIsAUserPrincipalNameOrAUserWithItsDomain() throws Exception {
        assertThat(names("EXAMPLE\\anna")).isEqualTo("EXAMPLE|anna");
        assertThat(names("anna@example.org")).isEqualTo("|anna@example.org");
        assertThat(names("anna")).isEqualTo("|anna");
    }

    private static String names(String account) throws Exception {
        byte[] message = new NtlmLogon(account, "secret", Clock.systemUTC())
                .authenticate(challenge(0x800001, TARGET_INFO), "HTTP/mail", new byte[16]);
        return field(message, 28) + "|" + field(message, 36);
    }

    private static String field(byte[] message, int at) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        return new String(message, in.getInt(at + 4), in.getShort(at), StandardCharsets.UTF_16LE);
    }

    private static byte[] challenge(int flags, byte[] info) {
        ByteBuffer out = ByteBuffer.allocate(48 + info.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII)).putInt(2).putLong(0);
        out.putInt(flags).put(SERVER_CHALLENGE).putLong(0);
        out.putShort((short) info.length).putShort((short) info.length).putInt(48);
        return out.put(info).array();
    }

    @Test
    void aDamagedChallengeIsRefusedWithTheReason() {
        byte[] good = challenge(0x800001, TARGET_INFO);
        for (int length = 0; length < good.length - 4; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> answer(cut)).as("cut after " + length).isInstanceOf(NtlmException.class);
        }
        byte[] beyond = good.clone();
        beyond[44] = (byte) 0xff;
        assertThatThrownBy(() -> answer(beyond)).hasMessageContaining("goes beyond its end");
        assertThatThrownBy(() -> answer(challenge(0x800000, TARGET_INFO))).hasMessageContaining("Unicode");
        byte[] longAttribute = challenge(0x800001, new byte[] {2, 0, 99, 0, 1, 1, 1, 1});
        assertThatThrownBy(() -> answer(longAttribute)).hasMessageContaining("attribute 2");
    }

    private static byte[] answer(byte[] challenge) throws Exception {
        return new NtlmLogon("anna", "secret", Clock.systemUTC()).authenticate(challenge, "HTTP/mail", new byte[16]);
    }

    @Test
    void theChallengeThatARealServerSentIsAnswered() throws Exception {
        Path trace = Path.of(
                System.getProperty("exchangesync.testdata", "../shared/data"),
                "ews-traces/create_existing_folder.trace");
        assumeTrue(Files.exists(trace), "the recorded challenge is not here: " + trace);
        Matcher recorded = Pattern.compile("WWW-Authenticate: NTLM (\\S+)").matcher(Files.readString(trace));
        assertThat(recorded.find()).isTrue();
        byte[] challenge = Base64.getDecoder().decode(recorded.group(1));
        byte[] message = answer(challenge);
        assertThat(field(message, 36)).isEqualTo("anna");
        assertThat(Arrays.copyOfRange(message, 72, 88))
                .as("it told its time, so there is a check value")
                .isNotEqualTo(new byte[16]);
        byte[] serverTime = new TargetInfo(Arrays.copyOfRange(challenge, 68, challenge.length)).timestamp();
        assertThat(new String(message, StandardCharsets.ISO_8859_1))
                .as("and that time is used")
                .contains(new String(serverTime, StandardCharsets.ISO_8859_1));
    }
}
