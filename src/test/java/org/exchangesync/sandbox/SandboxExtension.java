package org.exchangesync.sandbox;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A sandbox for tests: one for each test when registered in an instance field, one for all tests of a class in a static
 * one. Without further words it has the mailboxes of {@link #ANNA} and {@link #BEN} and a service account that may
 * impersonate both.
 *
 * <pre>{@code
 * @RegisterExtension
 * final SandboxExtension sandbox = new SandboxExtension();
 * }</pre>
 */
public final class SandboxExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    public static final String ANNA = "anna@example.org";
    public static final String BEN = "ben@example.org";
    public static final String SERVICE = "svc-sync@example.org";
    public static final String PASSWORD = "secret";

    private final UnaryOperator<SandboxServer.Builder> description;
    private SandboxServer server;
    private boolean perClass;

    /** Two mailboxes and a service account. */
    public SandboxExtension() {
        this(UnaryOperator.identity());
    }

    private SandboxExtension(UnaryOperator<SandboxServer.Builder> description) {
        this.description = description;
    }

    /** Two mailboxes, a service account, and what else the tests need. */
    public static SandboxExtension with(UnaryOperator<SandboxServer.Builder> more) {
        return new SandboxExtension(more);
    }

    /** The sandbox that is running now. */
    public SandboxServer server() {
        return server;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        perClass = true;
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.close();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!perClass) {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!perClass) {
            server.close();
        }
    }

    private void start() {
        server = description
                .apply(SandboxServer.builder()
                        .mailbox(ANNA, "Anna Berg", PASSWORD, "a.berg@example.org")
                        .mailbox(BEN, "Ben Castro", PASSWORD)
                        .serviceAccount(SERVICE, PASSWORD))
                .start();
    }
}
