package org.exchangesync.sandbox.http;

import java.io.IOException;
import java.io.InputStream;
import org.exchangesync.sandbox.store.Account;

/** One address of the server. */
@FunctionalInterface
interface Page {
    /** Answers a request of somebody who has logged on. */
    Reply answer(String method, InputStream body, Account account) throws IOException;
}
