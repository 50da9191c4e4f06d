package org.exchangesync.sandbox;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.exchangesync.sandbox.fill.DemoData;
import org.exchangesync.sandbox.fill.SandboxData;
import org.exchangesync.sandbox.store.Account;

/**
 * Starts a sandbox with the accounts of the demo and goes on until the process ends. System properties:
 *
 * <ul>
 *   <li>{@code exchangesync.sandbox.port}: 8443 by default, 0 for any free one
 *   <li>{@code exchangesync.sandbox.folder}: where its certificate authority is kept, {@code data/sandbox} by default
 *   <li>{@code exchangesync.sandbox.data}: a folder of {@code .eml}, {@code .ics} and {@code .vcf} files to fill it with
 *   <li>{@code exchangesync.sandbox.demo}: whether to fill it with the demo data; by default when no folder is named
 *   <li>{@code exchangesync.sandbox.seed}: another number gives other demo data
 * </ul>
 */
public final class SandboxMain {
    private static final String PREFIX = "exchangesync.sandbox.";

    private SandboxMain() {}

    /** Starts it; arguments are the same properties as {@code port=8443 demo=false}. */
    public static void main(String[] arguments) throws InterruptedException {
        Arrays.stream(arguments)
                .map(a -> a.split("=", 2))
                .filter(a -> a.length == 2)
                .forEach(a -> System.setProperty(PREFIX + a[0], a[1]));
        Optional<SandboxData> data = property("data").map(Path::of).map(SandboxData::new);
        SandboxServer.Builder builder = DemoData.accounts(SandboxServer.builder())
                .port(Integer.parseInt(property("port").orElse("8443")))
                .folder(Path.of(property("folder").orElse("data/sandbox")));
        data.ifPresent(builder::content);
        if (Boolean.parseBoolean(property("demo").orElse(String.valueOf(data.isEmpty())))) {
            builder.content(new DemoData(Long.parseLong(property("seed").orElse("1"))));
        }
        SandboxServer server = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "sandbox-stop"));
        data.ifPresent(d -> d.reports().forEach(System.out::println));
        System.out.println(describe(server));
        new CountDownLatch(1).await();
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
                                ", ",
                                new java.util.TreeSet<>(account.impersonation().scope())) + ")";
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(PREFIX + name)).filter(v -> !v.isBlank());
    }
}
