package org.exchangesync.sandbox.http;

import java.io.InputStream;
import org.exchangesync.sandbox.store.Account;

/**
 * A request of somebody who has logged on, or to an address where nobody needs to.
 *
 * @param path decoded, as the client wrote it
 * @param query what stands behind the question mark, or null
 * @param body at most 64 MiB; reading more fails
 * @param account who has logged on, or null where nobody needs to
 */
public record Request(String method, String path, String query, InputStream body, Account account) {}
