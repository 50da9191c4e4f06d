package org.exchangesync.popsmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.exchangesync.item.Email;
import org.exchangesync.item.Samples;
import org.exchangesync.transport.JdbcSyncStateRepository;
import org.exchangesync.transport.Submission;
import org.exchangesync.transport.SyncStateRepository;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Routes with {@code pop-smtp:} and nothing else of ours. */
class PopSmtpRouteTest {
    private static final String ANNA = "anna@example.org";

    private final ScriptedPop3 pop3 = new ScriptedPop3();
    private final ScriptedSmtp smtp = new ScriptedSmtp();
    private final DataSource database =
            JdbcConnectionPool.create("jdbc:h2:mem:popsmtproute" + pop3.port() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final AtomicBoolean refusing = new AtomicBoolean();
    private CamelContext camel;

    @AfterEach
    void stop() {
        camel.stop();
        pop3.close();
        smtp.close();
    }

    private MockEndpoint start() throws Exception {
        SyncStateRepository states = JdbcSyncStateRepository.createIfMissing(database);
        camel = new DefaultCamelContext();
        PopSmtpConfiguration options =
                camel.getComponent("pop-smtp", PopSmtpComponent.class).getConfiguration();
        options.setServer("pop3+plain://127.0.0.1:" + pop3.port());
        options.setOutgoingServer("smtp+plain://127.0.0.1:" + smtp.port());
        options.setAllowPlainText(true);
        options.setUsername("anna");
        options.setPassword("secret");
        options.setStateRepository(states);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("pop-smtp:changes?initialDelay=0&delay=50&maxItems=2&mailbox=" + ANNA)
                        .process(exchange -> {
                            if (refusing.get()) {
                                throw new IllegalStateException("the target is away");
                            }
                        })
                        .to("mock:new");
            }
        });
        camel.start();
        return camel.getEndpoint("mock:new", MockEndpoint.class);
    }

    private static List<String> subjects(MockEndpoint mock) {
        return mock.getExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(Email.class).subject())
                .toList();
    }

    @Test
    void mailComesOnceAlsoOverARestartAndAfterAFailure() throws Exception {
        for (int i = 0; i < 5; i++) {
            pop3.put("u" + i, ScriptedPop3.mail("mail " + i));
        }
        MockEndpoint first = start();
        await().until(() -> first.getReceivedCounter() == 5);
        camel.stop();
        refusing.set(true);
        pop3.put("late", ScriptedPop3.mail("late"));
        MockEndpoint second = start();
        await().until(() -> pop3.count("RETR 6") >= 2);
        refusing.set(false);
        await().until(() -> second.getReceivedCounter() > 0);
        assertThat(subjects(second)).containsExactly("late");
    }

    @Test
    void aMailIsHandedIn() throws Exception {
        start();
        Submission submission = camel.createProducerTemplate()
                .requestBody("pop-smtp:submit?mailbox=" + ANNA, Samples.email("Offer"), Submission.class);
        assertThat(submission.reply()).startsWith("250");
        assertThat(smtp.mails()).hasSize(1);
    }
}
