package org.exchangesync.sandbox.http;

import java.io.IOException;

/** One address of the server, or all below one. */
@FunctionalInterface
public interface Page {
    /** Answers a request of somebody who has logged on. */
    Reply answer(Request request) throws IOException;
}
