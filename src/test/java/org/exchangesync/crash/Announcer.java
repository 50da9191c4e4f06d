package org.exchangesync.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The line from one database connection of the process under test to {@link Points}. Used by one thread at a time. */
final class Announcer implements AutoCloseable {
    /** System property with the port on the loopback address where {@link Points} listens. */
    static final String PORT = "crash.points";

    private static final String HOUSE = "org.exchangesync.";
    private static final String STORE = HOUSE + "store.";
    private static final String HERE = HOUSE + "crash.";

    private Socket socket;
    private BufferedReader answers;

    /**
     * Says what is about to happen or has happened, and waits for the word to go on. Where nobody listens any more the test
     * is over, and this process ends with it.
     */
    void announce(String point) {
        try {
            if (socket == null) {
                socket = new Socket(InetAddress.getLoopbackAddress(), Integer.getInteger(PORT));
                socket.setTcpNoDelay(true);
                answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            }
            OutputStream out = socket.getOutputStream();
            out.write((point + "\n").getBytes(StandardCharsets.US_ASCII));
            if (answers.readLine() == null) {
                Runtime.getRuntime().halt(3);
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(3);
        }
    }

    /**
     * Names the commit that the current thread is about to do by the step that does it, such as {@code PageCommit.commit}:
     * the nearest method of ours outside the store, or in it where nobody else is.
     */
    static String kindOfCommit() {
        List<String> ours = StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> frame.getClassName().startsWith(HOUSE)
                                && !frame.getClassName().startsWith(HERE))
                        .map(frame -> frame.getClassName() + "." + withoutLambda(frame.getMethodName()))
                        .toList());
        String nearest = ours.stream()
                .filter(frame -> !frame.startsWith(STORE))
                .findFirst()
                .orElse(ours.isEmpty() ? "nobody.unknown" : ours.get(0));
        String store = ours.stream()
                .filter(frame -> frame.startsWith(STORE) && !frame.startsWith(STORE + "Transactions."))
                .reduce((inner, outer) -> outer.startsWith(STORE) ? outer : inner)
                .map(frame -> "/" + frame.substring(frame.lastIndexOf('.') + 1))
                .orElse("");
        int method = nearest.lastIndexOf('.');
        return nearest.substring(nearest.lastIndexOf('.', method - 1) + 1).replace('$', '.') + store;
    }

    private static String withoutLambda(String method) {
        return method.startsWith("lambda$") ? method.substring(7, method.lastIndexOf('$')) : method;
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(3);
        }
    }
}
