package org.exchangesync.ews.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.exchangesync.ews.client.SignInCalls.read;
import static org.exchangesync.ews.client.SignInCalls.write;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.PASSWORD;
import static org.exchangesync.sandbox.SandboxExtension.SERVICE;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.exchangesync.sandbox.Logon;
import org.exchangesync.sandbox.SandboxExtension;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.HttpProxy;
import org.exchangesync.transport.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Planted secrets are looked for wherever a person may read: in what is thrown, in what is logged, in texts of objects. */
class SecretsTest {
    private static final String PLANTED = "planted+Secret/4711";

    @RegisterExtension
    final SandboxExtension sandbox = SandboxExtension.with(
            builder -> builder.logon(Logon.BASIC, Logon.NTLM, Logon.OAUTH).application("app", "another"));

    @TempDir
    Path folder;

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final LogCollector log4j = new LogCollector(logged);
    private final Handler javaLogging = new JavaLogCollector(logged);
    private final java.util.logging.Logger javaRoot = java.util.logging.Logger.getLogger("");
    private final java.util.logging.Level javaLevel = javaRoot.getLevel();

    @BeforeEach
    void listen() {
        log4j.start();
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        List.copyOf(context.getConfiguration().getRootLogger().getAppenders().keySet())
                .forEach(context.getConfiguration().getRootLogger()::removeAppender);
        context.getConfiguration().getRootLogger().addAppender(log4j, Level.ALL, null);
        context.getConfiguration().getRootLogger().setLevel(Level.ALL);
        context.updateLoggers();
        javaRoot.addHandler(javaLogging);
        javaRoot.setLevel(java.util.logging.Level.ALL);
    }

    @AfterEach
    void listenNoMore() {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        context.getConfiguration().getRootLogger().removeAppender(log4j.getName());
        context.reconfigure();
        javaRoot.removeHandler(javaLogging);
        javaRoot.setLevel(javaLevel);
    }

    private ConnectionSettings.Builder settings(Authentication authentication) {
        return ConnectionSettings.builder("office", URI.create(sandbox.server().ewsUrl()), authentication)
                .trustStore(sandbox.server().certificateFile(), Secret.of(PLANTED));
    }

    private static Credentials account(String password) {
        return new Credentials(SERVICE, Secret.of(password));
    }

    private Authentication.OAuth application(Path keyStore) {
        return new Authentication.OAuth(
                URI.create(sandbox.server().tokenUrl()),
                "app",
                sandbox.server().tokenScope(),
                keyStore == null ? Secret.of(PLANTED) : null,
                keyStore,
                keyStore == null ? null : Secret.of(PLANTED));
    }

    @Test
    void nothingThatIsThrownOrLoggedShowsAPassword() throws Exception {
        Path keys = RsaCertificate.of("CN=app").pkcs12(folder.resolve("app.p12"), "other");
        byte[] echo = ("{\"error\":\"invalid_client\",\"error_description\":\"" + PLANTED + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        try (ProxyServer proxy = ProxyServer.wanting("user:right");
                StubServer echoing = StubServer.http().reply(401, Map.of(), echo)) {
            HttpProxy through =
                    new HttpProxy("localhost", proxy.port(), new Credentials("user", Secret.of(PLANTED)), List.of());
            List<ConnectionSettings> all = List.of(
                    settings(new Authentication.Basic(account(PLANTED))).build(),
                    settings(new Authentication.Ntlm(account(PLANTED))).build(),
                    settings(application(null)).build(),
                    settings(application(keys)).build(),
                    settings(new Authentication.Basic(account(PASSWORD)))
                            .proxy(through)
                            .build(),
                    settings(new Authentication.OAuth(
                                    echoing.url(), "app", "x/.default", Secret.of(PLANTED), null, null))
                            .allowPlainHttp(true)
                            .build());
            for (ConnectionSettings settings : all) {
                assertHidden(settings.toString());
                assertHidden(settings.authentication().toString());
                assertHidden(String.valueOf(settings.proxy()));
                try (EwsClient client = new EwsClient(settings)) {
                    assertHidden(told(catchThrowable(() -> read(client, ANNA))));
                    assertHidden(told(catchThrowable(() -> write(client, ANNA, "never"))));
                }
            }
        }
        assertThat(logged).as("the test listens").isNotEmpty().allSatisfy(SecretsTest::assertHidden);
    }

    @Test
    void nothingThatIsLoggedShowsATokenOrAPasswordThatIsAccepted() {
        Authentication good = new Authentication.OAuth(
                URI.create(sandbox.server().tokenUrl()),
                "app",
                sandbox.server().tokenScope(),
                Secret.of("another"),
                null,
                null);
        for (Authentication way : List.of(
                good, new Authentication.Basic(account(PASSWORD)), new Authentication.Ntlm(account(PASSWORD)))) {
            try (EwsClient client = new EwsClient(settings(way).build())) {
                read(client, ANNA);
                write(client, ANNA, way.getClass().getSimpleName());
            }
        }
        String basic = Base64.getEncoder().encodeToString((SERVICE + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertThat(logged)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .doesNotContain(basic)
                        .doesNotContain("Bearer ey")
                        .doesNotContain("NTLM TlRMTVNTUA"));
    }

    private static String told(Throwable thrown) {
        assertThat(thrown).isInstanceOf(EwsFault.class);
        StringWriter all = new StringWriter();
        thrown.printStackTrace(new PrintWriter(all));
        return all + ((EwsFault) thrown).details().toString();
    }

    private static void assertHidden(String text) {
        String pair = Base64.getEncoder().encodeToString((SERVICE + ":" + PLANTED).getBytes(StandardCharsets.UTF_8));
        assertThat(text)
                .doesNotContain(PLANTED)
                .doesNotContain("planted%2BSecret")
                .doesNotContain(pair);
    }

    private static final class LogCollector extends AbstractAppender {
        private final Queue<String> lines;

        LogCollector(Queue<String> lines) {
            super("secrets", null, null, true, Property.EMPTY_ARRAY);
            this.lines = lines;
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getMessage().getFormattedMessage() + " " + event.getThrown());
        }
    }

    private static final class JavaLogCollector extends Handler {
        private final Queue<String> lines;

        JavaLogCollector(Queue<String> lines) {
            this.lines = lines;
            setLevel(java.util.logging.Level.ALL);
        }

        @Override
        public void publish(LogRecord entry) {
            // The JDK's own client writes all headers at its finest level, which nobody turns on but to see them.
            if (!entry.getLoggerName().startsWith("sun.net.www")) {
                Object[] parameters = entry.getParameters() == null ? new Object[0] : entry.getParameters();
                lines.add(entry.getMessage() + " " + List.of(parameters) + " " + entry.getThrown());
            }
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing to free
        }
    }
}
