package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the sandbox as a process of its own understands. */
class SandboxOptionsTest {
    private static SandboxOptions options(
            Map<String, String> properties, Map<String, String> env, String... arguments) {
        return SandboxOptions.of(arguments, properties::get, env::get);
    }

    private static SandboxOptions options(String... arguments) {
        return options(Map.of(), Map.of(), arguments);
    }

    @Test
    void anOptionIsGivenInThreeWays() {
        for (SandboxOptions options : new SandboxOptions[] {
            options("--port", "1234", "--ledger", "l.ndjson"),
            options("--port=1234", "--ledger=l.ndjson"),
            options("port=1234", "ledger=l.ndjson")
        }) {
            assertThat(options.port()).isEqualTo(1234);
            assertThat(options.ledger()).contains(Path.of("l.ndjson"));
        }
    }

    @Test
    void anArgumentCountsMoreThanAPropertyAndThatMoreThanTheEnvironment() {
        Map<String, String> environment = Map.of(
                "EXCHANGESYNC_SANDBOX_PORT", "1", "EXCHANGESYNC_SANDBOX_CONTROLPASSWORD", "from the environment");
        Map<String, String> properties = Map.of("exchangesync.sandbox.port", "2");
        assertThat(options(properties, environment, "--port", "3").port()).isEqualTo(3);
        assertThat(options(properties, environment).port()).isEqualTo(2);
        assertThat(options(Map.of(), environment).port()).isEqualTo(1);
        assertThat(options(Map.of(), environment).controlPassword()).contains("from the environment");
        assertThat(options().port()).isEqualTo(8443);
    }

    @Test
    void demoDataAreForASandboxWithoutOtherData() {
        assertThat(options().demo()).isTrue();
        assertThat(options("--data", "mail").demo()).isFalse();
        assertThat(options("--data", "mail", "--demo", "true").demo()).isTrue();
    }

    @Test
    void aMistakeIsToldWithWhatIsAllowed() {
        assertThatThrownBy(() -> options("--prot", "1")).hasMessageContainingAll("'--prot'", "--port");
        assertThatThrownBy(() -> options("--port")).hasMessageContaining("'--port' is no option with a value");
        assertThatThrownBy(() -> options("8443")).hasMessageContaining("'8443'");
        assertThatThrownBy(() -> options("--port", "65536").port()).hasMessageContaining("0 to 65535");
        assertThatThrownBy(() -> options("--demo", "yes").demo()).hasMessageContaining("true or false");
        assertThatThrownBy(() -> options("--seed", "x").seed()).hasMessageContaining("whole number");
    }

    @Test
    void waysToLogOnAreNamedAloneOrTogether() {
        assertThat(options().logon()).containsExactly(Logon.BASIC);
        assertThat(options("--logon", "ntlm").logon()).containsExactly(Logon.NTLM);
        assertThat(options("--logon", "Basic, oauth").logon()).containsExactly(Logon.BASIC, Logon.OAUTH);
        assertThat(options("--logon", "form").extendedProtection()).isFalse();
        assertThat(options(Map.of("exchangesync.sandbox.extendedProtection", "true"), Map.of())
                        .extendedProtection())
                .isTrue();
        assertThat(options("--token-lifetime", "60").tokenLifetime()).hasSeconds(60);
        assertThatThrownBy(() -> options("--logon", "kerberos").logon())
                .hasMessageContaining("basic, ntlm, oauth and form");
        assertThatThrownBy(() -> options("--token-lifetime", "0").tokenLifetime())
                .hasMessageContaining("1 to 999999");
        assertThatThrownBy(
                        () -> options("--application-certificate", "/nowhere").applicationCertificate())
                .hasMessageContaining("'/nowhere'");
        ApplicationOptions application = ApplicationOptions.of(options("--application-secret", "planted"));
        assertThat(application.secret()).isEqualTo("planted");
        assertThat(application.toString()).doesNotContain("planted");
        assertThat(ApplicationOptions.of(options()).secret()).hasSize(24);
    }

    @Test
    void madeUpPasswordsAreLongAndDifferent() {
        assertThat(SandboxOptions.newPassword()).hasSize(24).isNotEqualTo(SandboxOptions.newPassword());
    }
}
