package org.exchangesync.ops.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.exchangesync.ops.cli.CommandRunner;
import org.exchangesync.ops.cli.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ends of the socket in one process: what goes over it, and what must not get through. */
class CommandSocketTest {
    private static final Duration IMPATIENT = Duration.ofMillis(400);

    @TempDir
    Path folder;

    private Path database;
    private CommandSocket place;
    private CommandServer server;

    @BeforeEach
    void makeDatabase() throws IOException {
        database = Files.createFile(folder.resolve("exchange-sync.mv.db"));
        place = CommandSocket.beside(database);
    }

    @AfterEach
    void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theCommandRunsThereAndItsOutputAndExitCodeComeBack() throws IOException {
        serve((arguments, terminal) -> {
            terminal.out()
                    .println(arguments + " by " + terminal.user() + " in " + terminal.zone() + ", " + terminal.width()
                            + " wide, größer ✓");
            terminal.err().println("not all went well");
            return 7;
        });
        TestTerminal person = new TestTerminal();
        assertThat(run(person, "a", "", "ü b")).isEqualTo(7);
        assertThat(person.output()).isEqualTo("[a, , ü b] by maria in Europe/Berlin, 90 wide, größer ✓\n");
        assertThat(person.errors()).isEqualTo("not all went well\n");
    }

    @Test
    void moreThanAFrameOfOutputComesWhole() throws IOException {
        byte[] bytes = new byte[3 * Frames.MOST_BYTES + 17];
        new java.util.Random(1).nextBytes(bytes);
        serve((arguments, terminal) -> {
            write(terminal, bytes);
            return 0;
        });
        TestTerminal person = new TestTerminal();
        assertThat(run(person, "x")).isZero();
        assertThat(person.outputBytes()).isEqualTo(bytes);
    }

    @Test
    void filesAreReadAndWrittenWhereThePersonIs() throws IOException {
        byte[] content = "a".repeat(200_000).getBytes(StandardCharsets.UTF_8);
        TestTerminal person = new TestTerminal();
        person.files.put("in.eml", content);
        serve((arguments, terminal) -> {
            try (InputStream in = terminal.read("in.eml")) {
                byte[] read = in.readAllBytes();
                terminal.write("out.eml", target -> target.write(read));
                terminal.out().print(read.length);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return 0;
        });
        assertThat(run(person, "copy", "in.eml", "--to=out.eml")).isZero();
        assertThat(person.output()).isEqualTo("200000");
        assertThat(person.files.get("out.eml")).isEqualTo(content);
    }

    @Test
    void whatDoesNotWorkWithAFileIsToldThere() throws IOException {
        List<String> told = new ArrayList<>();
        TestTerminal person = new TestTerminal();
        person.files.put("there", new byte[0]);
        serve((arguments, terminal) -> {
            told.add(failure(() -> terminal.read("missing")));
            told.add(failure(() -> terminal.write("there", target -> target.write(1))));
            told.add(failure(() -> terminal.write("full", target -> target.write(new byte[500_000]))));
            told.add(failure(() -> terminal.write("broken", target -> {
                target.write(new byte[100_000]);
                throw new IOException("the original can't be read");
            })));
            return 3;
        });
        assertThat(run(person, "missing", "there", "full", "broken")).isEqualTo(3);
        assertThat(told)
                .containsExactly(
                        "there is no file missing",
                        "there is there already",
                        "no space left",
                        "the original can't be read");
        assertThat(person.files).containsOnlyKeys("there");
    }

    @Test
    void onlyFilesThatTheCommandNamesAreTouched() throws IOException {
        TestTerminal person = new TestTerminal();
        person.files.put("/etc/secret", new byte[] {1});
        List<String> told = new ArrayList<>();
        serve((arguments, terminal) -> {
            told.add(failure(() -> terminal.read("/etc/secret")));
            told.add(failure(() -> terminal.write("/somewhere/.profile", target -> target.write(1))));
            return 0;
        });
        run(person, "export", "17");
        assertThat(told)
                .containsExactly(
                        "the file /etc/secret is not named in the command",
                        "the file /somewhere/.profile is not named in the command");
        assertThat(person.files).containsOnlyKeys("/etc/secret");
    }

    @Test
    void onlyTheOwnerCanReachTheSocket() throws IOException {
        serve((arguments, terminal) -> 0);
        assertThat(permissions(place.folder())).isEqualTo("rwx------");
        assertThat(permissions(place.find().getPath())).isEqualTo("rw-------");
    }

    @Test
    void aFolderThatOthersCanEnterIsClosedToThem() throws IOException {
        Files.createDirectory(
                place.folder(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
        Files.setPosixFilePermissions(place.folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
        serve((arguments, terminal) -> 0);
        assertThat(permissions(place.folder())).isEqualTo("rwx------");
    }

    @Test
    void aLinkInThePlaceOfTheFolderIsRefused() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(place.folder(), elsewhere);
        assertThatThrownBy(() -> serve((arguments, terminal) -> 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no folder");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void withoutAProgramThereIsNobody() throws IOException {
        assertThat(new CommandClient(place, database).run(List.of("x"), new TestTerminal()))
                .isEmpty();
        serve((arguments, terminal) -> 0);
        server.close();
        assertThat(new CommandClient(place, database).run(List.of("x"), new TestTerminal()))
                .isEmpty();
        assertThat(place.folder()).isEmptyDirectory();
    }

    @Test
    void theSocketOfAKilledProgramIsNobodyAndDoesNotHinderTheNext() throws IOException {
        leaveStaleSocket();
        assertThat(new CommandClient(place, database).run(List.of("x"), new TestTerminal()))
                .isEmpty();
        serve((arguments, terminal) -> 5);
        assertThat(run(new TestTerminal(), "x")).isEqualTo(5);
    }

    @Test
    void whereThePathIsTooLongAShortOneIsNotedAndFound() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("d".repeat(60)).resolve("e".repeat(60)));
        database = Files.createFile(deep.resolve("exchange-sync.mv.db"));
        place = CommandSocket.beside(database);
        serve((arguments, terminal) -> 6);
        Path socket = place.find().getPath();
        assertThat(socket.toString().length()).isLessThan(CommandSocket.LONGEST_PATH);
        assertThat(permissions(socket.getParent())).isEqualTo("rwx------");
        assertThat(run(new TestTerminal(), "x")).isEqualTo(6);

        server.close();
        assertThat(socket.getParent()).doesNotExist();
        assertThat(place.folder()).isEmptyDirectory();
    }

    @Test
    void theShortPathOfAKilledProgramIsCleanedUpAndNothingElse() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("d".repeat(60)).resolve("e".repeat(60)));
        place = CommandSocket.beside(Files.createFile(deep.resolve("exchange-sync.mv.db")));
        UnixDomainSocketAddress killed = place.prepare();
        leaveStaleSocket(killed);
        assertThat(place.prepare()).isNotEqualTo(killed);
        assertThat(killed.getPath().getParent()).doesNotExist();

        Path precious = Files.createFile(folder.resolve("precious"));
        Files.writeString(place.folder().resolve("command.sock.at"), precious.toString());
        place.clear();
        assertThat(precious).exists();
    }

    @Test
    void garbageHalfCommandsAndSilentClientsDoNotHurt() throws IOException {
        server = CommandServer.open(place, (arguments, terminal) -> 4, IMPATIENT);
        for (String said :
                List.of("GET / HTTP/1.1\r\n\r\n", "C", "C\u0000\u0000", "C\u007f\u007f\u007f\u007f", "H\0\0\0\0")) {
            SocketChannel client = connect();
            client.write(ByteBuffer.wrap(said.getBytes(StandardCharsets.ISO_8859_1)));
            assertThat(run(new TestTerminal(), "x")).isEqualTo(4);
            assertThat(endOf(client)).isTrue();
        }
    }

    @Test
    void whoSaysNothingIsCutOffAndMakesRoom() throws IOException {
        server = CommandServer.open(place, (arguments, terminal) -> 4, IMPATIENT);
        List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            silent.add(connect());
        }
        await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> run(new TestTerminal(), "x") == 4);
        for (SocketChannel client : silent) {
            assertThat(endOf(client)).isTrue();
        }
    }

    @Test
    void moreCommandsAtOnceThanAreTakenAreToldSo() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(4);
        serve((arguments, terminal) -> {
            busy.countDown();
            awaitThe(goOn);
            return 0;
        });
        List<CompletableFuture<Integer>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(CompletableFuture.supplyAsync(() -> unchecked(() -> run(new TestTerminal(), "x"))));
        }
        awaitThe(busy);
        assertThatThrownBy(() -> run(new TestTerminal(), "x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("busy with 4 other commands");
        goOn.countDown();
        for (CompletableFuture<Integer> command : running) {
            assertThat(command.get(10, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void aReaderThatStopsReadingIsCutOff() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        server = CommandServer.open(
                place,
                (arguments, terminal) -> {
                    try {
                        while (true) {
                            write(terminal, new byte[Frames.MOST_BYTES]);
                        }
                    } catch (RuntimeException e) {
                        end.complete(e);
                        throw e;
                    }
                },
                IMPATIENT);
        try (SocketChannel client = connect()) {
            Frames frames = new Frames(client);
            frames.receive(FrameType.HELLO);
            byte[] command = new Command(List.of("x"), "maria", java.time.ZoneOffset.UTC, 80).write();
            frames.send(FrameType.COMMAND, command, 0, command.length);
            assertThat(end.get(20, TimeUnit.SECONDS)).hasMessageContaining("has gone");
        }
    }

    @Test
    void whoAsksForPresenceLearnsThatThePersonHasGone() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        serve((arguments, terminal) -> {
            begun.countDown();
            try {
                while (true) {
                    terminal.checkPresence();
                    Thread.onSpinWait();
                }
            } catch (RuntimeException e) {
                end.complete(e);
                throw e;
            }
        });
        SocketChannel client = connect();
        Frames frames = new Frames(client);
        frames.receive(FrameType.HELLO);
        byte[] command = new Command(List.of("x"), "maria", java.time.ZoneOffset.UTC, 80).write();
        frames.send(FrameType.COMMAND, command, 0, command.length);
        awaitThe(begun);
        client.close();
        assertThat(end.get(20, TimeUnit.SECONDS)).hasMessageContaining("has gone");
    }

    @Test
    void aProgramThatGoesAwayIsToldAsThat() throws IOException {
        serve((arguments, terminal) -> {
            throw new IllegalStateException("a defect");
        });
        assertThatThrownBy(() -> run(new TestTerminal(), "x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("went away before the command had ended");
    }

    @Test
    void aCommandThatIsTooLongIsRefusedAtOnce() throws IOException {
        serve((arguments, terminal) -> 0);
        assertThatThrownBy(() -> run(new TestTerminal(), "x".repeat(Frames.MOST_COMMAND_BYTES)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too long");
    }

    @Test
    void aProgramOfAnotherVersionIsNotUsed() throws Exception {
        UnixDomainSocketAddress address = place.prepare();
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(address);
            CompletableFuture<Void> greeting = CompletableFuture.runAsync(() -> unchecked(() -> {
                new Frames(other.accept()).send(FrameType.HELLO, "exchange-sync 99");
                return null;
            }));
            assertThatThrownBy(() -> run(new TestTerminal(), "x"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("use the command of the program's own version");
            greeting.get(10, TimeUnit.SECONDS);
        }
    }

    private void serve(CommandRunner runner) throws IOException {
        server = CommandServer.open(place, runner);
    }

    private int run(Terminal terminal, String... arguments) throws IOException {
        return new CommandClient(place, database)
                .run(List.of(arguments), terminal)
                .orElseThrow();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        client.connect(place.find());
        return client;
    }

    private void leaveStaleSocket() throws IOException {
        leaveStaleSocket(place.prepare());
    }

    /** A socket whose program is no more: closing a channel leaves its file. */
    private static void leaveStaleSocket(UnixDomainSocketAddress address) throws IOException {
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(address);
        }
        assertThat(address.getPath()).exists();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Reads what comes until the other end closes. */
    private static boolean endOf(SocketChannel client) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        try (client) {
            while (client.read(buffer) >= 0) {
                buffer.clear();
            }
        } catch (java.net.SocketException e) {
            return true; // closed with our words unread
        }
        return true;
    }

    private static void write(Terminal terminal, byte[] bytes) {
        try {
            new ByteArrayInputStream(bytes).transferTo(terminal.bytes());
            terminal.bytes().flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitThe(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String failure(Work work) {
        try {
            work.run();
            return "none";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static <T> T unchecked(java.util.concurrent.Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }
}
