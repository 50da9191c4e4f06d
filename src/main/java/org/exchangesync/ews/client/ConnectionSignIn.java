package org.exchangesync.ews.client;

import java.io.IOException;
import javax.net.ssl.SSLSocket;

/** Signs in a connection, for all requests that go over it. Threadsafe. */
@FunctionalInterface
public interface ConnectionSignIn {

    /**
     * Signs in over a connection that was just made, and whose server is known to be the right one.
     *
     * @param host the server's name
     * @throws IOException if it can't be done, or the server answered otherwise than by letting us in
     */
    void signIn(SSLSocket connection, String host) throws IOException;
}
