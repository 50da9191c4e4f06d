package org.exchangesync.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.exchangesync.app.Main;

/**
 * The program as its users start it: its own {@code Main}, the real routes folder, a YAML file of profiles and mailboxes and
 * properties. Each start is a new process with a log of its own.
 */
final class SyncProgram implements AutoCloseable {
    private static final String PASSWORD = "CRASH_PASSWORD";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Path services;
    private final Path config;
    private final Points points = new Points();
    private final Map<String, String> properties = new HashMap<>();
    private final List<ChildProcess> started = new ArrayList<>();

    /**
     * @param folder for its data and logs
     * @param profiles the text of the YAML file of profiles and mailboxes
     */
    SyncProgram(Path folder, String profiles, TestDatabase database) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.config = Files.writeString(folder.resolve("profiles.yaml"), profiles);
        this.services = folder.resolve("services");
        Path drivers = Files.createDirectories(services.resolve("META-INF/services"));
        Files.writeString(drivers.resolve("java.sql.Driver"), AnnouncingDriver.class.getName());
        properties.put("exchangesync.config", config.toString());
        properties.put("exchangesync.dataFolder", folder.resolve("data").toString());
        properties.put("exchangesync.summary", summary().toString());
        properties.put("exchangesync.database.url", database.url());
        properties.put("exchangesync.database.user", database.user());
        properties.put("exchangesync.database.password", database.password());
        properties.put("exchangesync.pollingInterval", "1");
        if (database.isShared()) {
            properties.put("exchangesync.lease", "10"); // so long a mailbox waits whose worker was killed
        }
        properties.put("exchangesync.retryStep", "1");
        properties.put("exchangesync.busyFloor", "1");
        properties.put("exchangesync.probe", "1");
        properties.put("schedule-mailboxes.from", "timer:schedule-mailboxes?period=250&delay=0");
    }

    /** Sets a property of its configuration for later starts. */
    SyncProgram with(String name, String value) {
        properties.put(name, value);
        return this;
    }

    ChildProcess start() {
        List<String> options = new ArrayList<>(List.of("-Xmx256m", "-D" + Announcer.PORT + "=" + points.port()));
        properties.forEach((name, value) -> options.add("-D" + name + "=" + value));
        ChildProcess process = ChildProcess.start(
                folder.resolve(String.format("sync-%03d.log", started.size() + 1)),
                services,
                Main.class,
                Map.of(PASSWORD, TestMailbox.PASSWORD),
                options);
        started.add(process);
        return process;
    }

    private Path summary() {
        return folder.resolve("summary.json");
    }

    /** The summary of the last round of cycles if it was written behind that time, otherwise null. */
    JsonNode summaryAfter(FileTime time) {
        try {
            return Files.exists(summary())
                            && Files.getLastModifiedTime(summary()).compareTo(time) > 0
                    ? JSON.readTree(summary().toFile())
                    : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The logs of the last starts. */
    String tails() {
        StringBuilder text = new StringBuilder();
        started.subList(Math.max(0, started.size() - 3), started.size())
                .forEach(process -> text.append('\n').append(process.tail()));
        return text.toString();
    }

    List<ChildProcess> started() {
        return List.copyOf(started);
    }

    /** Where its commits are announced. */
    Points points() {
        return points;
    }

    @Override
    public void close() throws IOException {
        started.forEach(ChildProcess::close);
        points.close();
    }
}
