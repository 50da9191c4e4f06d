package org.exchangesync.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.exchangesync.sandbox.fill.DemoData;
import org.exchangesync.sandbox.fill.SandboxData;
import org.exchangesync.sandbox.store.Account;

/**
 * The sandbox as a process of its own, with the accounts of the demo, until the process ends. Options are given as
 * arguments ({@code --port 8443}), as system properties ({@code exchangesync.sandbox.port}) or in the environment ({@code
 * EXCHANGESYNC_SANDBOX_PORT}): {@code port}, {@code folder}, {@code data}, {@code demo}, {@code seed}, {@code mailboxes},
 * {@code ledger}, {@code control-password} (as a property {@code controlPassword}), {@code logon} and what belongs to it.
 *
 * <p>Once it answers, one line on standard output begins with {@value #READY} and goes on with a JSON object that says
 * where everything is, for a program that has started it.
 */
public final class SandboxMain {
    /** What the line begins with that says that the sandbox answers. */
    public static final String READY = "SANDBOX READY ";

    private SandboxMain() {}

    /** Starts it; exit code 2 and a message where an option is wrong. */
    public static void main(String[] arguments) throws InterruptedException {
        SandboxServer server;
        try {
            server = start(SandboxOptions.of(arguments, System::getProperty, System::getenv));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "sandbox-stop"));
        new CountDownLatch(1).await();
    }

    private static SandboxServer start(SandboxOptions options) {
        Optional<SandboxData> data = options.data().map(SandboxData::new);
        Optional<String> given = options.controlPassword();
        String password = given.orElseGet(SandboxOptions::newPassword);
        SandboxServer.Builder builder = DemoData.accounts(SandboxServer.builder())
                .port(options.port())
                .folder(options.folder())
                .control(password);
        for (int i = 1; i <= options.mailboxes(); i++) {
            builder.mailbox("box%03d@many.example".formatted(i), "Box " + i, DemoData.PASSWORD);
        }
        ApplicationOptions application = ApplicationOptions.of(options);
        application.into(builder.logon(options.logon()).tokenLifetime(options.tokenLifetime()));
        if (options.extendedProtection()) {
            builder.extendedProtection();
        }
        options.ledger().ifPresent(builder::ledger);
        data.ifPresent(builder::content);
        if (options.demo()) {
            builder.content(new DemoData(options.seed()));
        }
        SandboxServer server = builder.start();
        data.ifPresent(d -> d.reports().forEach(System.out::println));
        System.out.println(describe(server));
        System.out.println("control:      " + server.controlUrl() + " (user " + SandboxServer.CONTROL_USER
                + given.map(p -> ", the password you gave").orElse(", password " + password) + ")");
        ObjectNode ready = ready(server, given.isPresent() ? null : password);
        if (server.givesTokens()) {
            System.out.println(application.describe(server));
            application.tell(server, ready);
        }
        System.out.println(READY + ready);
        System.out.flush();
        return server;
    }

    /** Where the sandbox is and who may log on, in lines for people. */
    public static String describe(SandboxServer server) {
        String accounts = server.accounts().stream()
                .map(a -> "  " + a.user() + " / " + a.password() + rights(a))
                .collect(Collectors.joining("\n"));
        return "The sandbox Exchange is running.\n"
                + "EWS:          " + server.ewsUrl() + "\n"
                + "Autodiscover: " + server.autodiscoverUrl() + "\n"
                + "trust:        " + server.certificateFile().toAbsolutePath() + "\n"
                + "accounts (user / password):\n" + accounts;
    }

    private static String rights(Account account) {
        if (!account.impersonation().granted()) {
            return "";
        }
        return account.impersonation().scope().isEmpty()
                ? "  (may impersonate everybody)"
                : "  (may impersonate "
                        + String.join(
                                ", ", new TreeSet<>(account.impersonation().scope())) + ")";
    }

    /** The same for programs; a password that was given isn't repeated. */
    private static ObjectNode ready(SandboxServer server, String generatedPassword) {
        ObjectNode ready = JsonNodeFactory.instance.objectNode();
        ready.put("ewsUrl", server.ewsUrl()).put("autodiscoverUrl", server.autodiscoverUrl());
        ready.put("controlUrl", server.controlUrl()).put("controlUser", SandboxServer.CONTROL_USER);
        if (generatedPassword != null) {
            ready.put("controlPassword", generatedPassword);
        }
        ready.put("trustStore", server.certificateFile().toAbsolutePath().toString());
        ArrayNode accounts = ready.putArray("accounts");
        for (Account account : server.accounts()) {
            ObjectNode one = accounts.addObject().put("user", account.user()).put("password", account.password());
            if (account.mailbox() != null) {
                one.put("mailbox", account.mailbox());
            }
            if (account.impersonation().granted()) {
                // Without names it is everybody.
                ArrayNode scope = one.putArray("mayImpersonate");
                new TreeSet<>(account.impersonation().scope()).forEach(scope::add);
            }
        }
        ArrayNode mailboxes = ready.putArray("mailboxes");
        server.mailboxes().forEach(mailboxes::add);
        return ready;
    }
}
