package org.exchangesync.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.IntStream;
import javax.net.ssl.HttpsURLConnection;
import org.exchangesync.item.Content;
import org.exchangesync.sandbox.http.CertificateAuthority;

/**
 * Drains the same mailboxes in several ways, each in a process of its own, one after the other, and prints what each was
 * able to do and what it cost. Started by {@code mvn -Pbench}.
 */
final class Benchmark {
    /** In the order of what they do with a mail: nothing, bytes, bytes, a parsed mail, rows that are committed. */
    static final List<String> ROWS = List.of("raw", "ews-java-api", "client", "transport", "engine");

    private static final String HEADER = "%-18s %8s %8s %8s %8s %8s %8s %8s %8s %9s %7s %8s %5s%n";
    private static final String ROW = "%-18s %,8.0f %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f %8.1f %,9d %,7d %,8d %5.1f%n";

    private final Settings settings;
    private final CannedMailboxes mailboxes;
    private String url;

    private Benchmark(Settings settings) {
        this.settings = settings;
        this.mailboxes = new CannedMailboxes(settings);
    }

    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.read();
        Files.createDirectories(settings.folder());
        new Benchmark(settings).run();
    }

    private void run() throws Exception {
        Process server = child("server", List.of("-Xmx512m"), CannedServer.class.getName())
                .redirectError(settings.folder().resolve("server.log").toFile())
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(server.getInputStream()))) {
            url = out.readLine();
            if (url == null) {
                throw new IllegalStateException("the server does not start: see " + settings.folder());
            }
            for (int run = 1; run <= settings.runs(); run++) {
                explain(run);
                for (String row : settings.rows()) {
                    if (row.equals("engine")) {
                        for (String database : settings.databases()) {
                            engine(database);
                        }
                    } else {
                        drain(row);
                    }
                }
            }
        } finally {
            server.destroy();
        }
    }

    private void explain(int run) {
        System.out.printf(
                Locale.ROOT,
                "%nRun %d: %,d mails of %,d bytes on average in %d mailboxes over %s; %d at once, pages of %d, -Xmx%s; JDK"
                        + " %s, %d processors%n%n",
                run,
                settings.items(),
                mailboxes.bytes() / settings.items(),
                settings.mailboxes(),
                settings.tls() ? "https" : "http",
                settings.workers(),
                settings.page(),
                settings.heap(),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors());
        System.out.printf(HEADER, "", "", "CPU s", "per", "10,000:", "", "", "", "CPU s", "MB heap", "", "MB", "");
        System.out.printf(
                HEADER,
                "",
                "mails/s",
                "process",
                "2nd half",
                "JIT",
                "GC",
                "database",
                "server",
                "to start",
                "after GC",
                "before",
                "resident",
                "load");
    }

    private void drain(String row) throws Exception {
        String main = switch (row) {
            case "raw" -> RawDrain.class.getName();
            case "ews-java-api" -> EwsJavaApiDrain.class.getName();
            case "client" -> ClientDrain.class.getName();
            case "transport" -> TransportDrain.class.getName();
            default -> throw new IllegalArgumentException("bench.rows: '" + row + "' is none of " + ROWS);
        };
        Cost cost = measure(row, List.of(), main);
        check(row, "mails", settings.items(), cost.number("items"));
        check(row, "bytes", mailboxes.bytes(), cost.number("bytes"));
        print(row, cost, cost.number("returned"), 0);
    }

    private void engine(String name) throws Exception {
        String row = "engine, " + name;
        Path folder = settings.folder().resolve(name);
        try (Database database = Database.of(name, folder)) {
            Path summary = folder.resolve("summary.json");
            double before = database.cpu();
            Cost cost = measure(
                    "engine-" + name,
                    List.of(
                            "-Dexchangesync.config=" + profiles(folder),
                            "-Dexchangesync.once=true",
                            "-Dexchangesync.summary=" + summary,
                            "-Dexchangesync.dataFolder=" + folder,
                            "-Dexchangesync.database.url=" + database.url(),
                            "-Dexchangesync.database.user=" + database.user(),
                            "-Dexchangesync.workers=" + settings.workers(),
                            "-Dexchangesync.page.items=" + settings.page()),
                    "org.exchangesync.app.Main");
            double databaseCpu = database.cpu() - before;
            JsonNode told = new ObjectMapper().readTree(summary.toFile());
            check(row, "created", settings.items(), told.at("/totals/created").asLong());
            check(row, "bytes", mailboxes.bytes(), database.verify(settings.items(), someDigests()));
            long ended = Instant.parse(told.get("startedAt").asText()).toEpochMilli()
                    + Math.round(told.get("seconds").asDouble() * 1000);
            print(row, cost, ended, databaseCpu);
        }
    }

    private Path profiles(Path folder) throws IOException {
        StringBuilder yaml = new StringBuilder("profiles:\n  - name: bench\n    incomingServerLocation: " + url
                + "/EWS/Exchange.asmx\n    username: svc-bench\n    password: \"{{env:NO_SUCH_VARIABLE:bench}}\"\n"
                + (settings.tls()
                        ? "    trustStore: '" + settings.certificate().toAbsolutePath() + "'\n"
                        : "    allowPlainHttp: true\n")
                + "mailboxes:\n");
        for (int mailbox = 0; mailbox < settings.mailboxes(); mailbox++) {
            yaml.append("  - {address: ")
                    .append(CannedMailboxes.address(mailbox))
                    .append(", profile: bench, appointmentsContactsTasks: none}\n");
        }
        return Files.writeString(folder.resolve("profiles.yaml"), yaml);
    }

    /** Digests of a hundred mails, by which to see that the bytes in the database are the server's. */
    private List<String> someDigests() {
        return IntStream.range(0, Math.min(100, settings.items()))
                .mapToLong(i -> {
                    int mailbox = i % settings.mailboxes();
                    return CannedMailboxes.number(mailbox, (int) (i * 7919L % mailboxes.items(mailbox)));
                })
                .mapToObj(number ->
                        Content.of(mailboxes.mail(number).mime(number)).sha256())
                .toList();
    }

    /** What a process cost, by its own figures, and what the server did for it. */
    private record Cost(Properties process, Properties server, double load) {
        long number(String name) {
            return Long.parseLong(process.getProperty(name, "0"));
        }

        long served(String name) {
            return Long.parseLong(server.getProperty(name));
        }

        /** CPU seconds of the process until a time. */
        double cpuUntil(long time) {
            return process.stringPropertyNames().stream()
                            .filter(name -> name.startsWith("cpu."))
                            .filter(name -> Long.parseLong(name.substring("cpu.".length())) <= time)
                            .mapToLong(this::number)
                            .max()
                            .orElse(0)
                    / 1e9;
        }
    }

    private Cost measure(String name, List<String> options, String main) throws Exception {
        // threads that end would take their CPU time with them
        List<String> jvm = new ArrayList<>(List.of("-Xmx" + settings.heap(), "-XX:-UseDynamicNumberOfCompilerThreads"));
        Path result = settings.folder().resolve(name + ".result");
        jvm.add("-Dbench.result=" + result);
        jvm.add("-Dbench.url=" + url);
        List.of(settings.jvm().split("\\s+")).stream()
                .filter(option -> !option.isEmpty())
                .map(option -> option.replace("%row", name))
                .forEach(jvm::add);
        jvm.addAll(options);
        figures();
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Path log = settings.folder().resolve(name + ".log");
        int code = child(name, jvm, Measured.class.getName(), main)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException(name + " ended with code " + code + ": see " + log);
        }
        Properties process = new Properties();
        try (Reader in = Files.newBufferedReader(result)) {
            process.load(in);
        }
        return new Cost(process, figures(), load);
    }

    private ProcessBuilder child(String name, List<String> options, String... main) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(settings.asOptions());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(main));
        return new ProcessBuilder(command);
    }

    private Properties figures() throws IOException {
        URLConnection connection = URI.create(url + "/figures").toURL().openConnection();
        if (connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(
                    CertificateAuthority.in(settings.folder()).clientContext().getSocketFactory());
        }
        Properties figures = new Properties();
        try (InputStream in = connection.getInputStream()) {
            figures.load(new InputStreamReader(in, StandardCharsets.US_ASCII));
        }
        return figures;
    }

    private void check(String row, String what, long wanted, long found) {
        if (wanted != found) {
            throw new IllegalStateException(row + ": " + found + " " + what + " instead of " + wanted);
        }
    }

    private void print(String row, Cost cost, long ended, double databaseCpu) {
        double tenThousands = settings.items() / 10_000.0;
        double startCpu = cost.cpuUntil(cost.served("firstRequest"));
        double cpu = cost.number("cpu") / 1e9;
        System.out.printf(
                Locale.ROOT,
                ROW,
                row,
                settings.items() * 1000.0 / (ended - cost.served("firstRequest")),
                (cpu - startCpu) / tenThousands,
                (cpu - cost.cpuUntil(cost.served("halfServed"))) / tenThousands * 2,
                Double.parseDouble(cost.process().getProperty("compiling")) / tenThousands,
                Double.parseDouble(cost.process().getProperty("collecting")) / tenThousands,
                databaseCpu / tenThousands,
                Double.parseDouble(cost.server().getProperty("cpu")) / tenThousands,
                startCpu,
                cost.number("heapAfter") >> 20,
                cost.number("heapBefore") >> 20,
                cost.number("resident") >> 20,
                cost.load());
    }
}
