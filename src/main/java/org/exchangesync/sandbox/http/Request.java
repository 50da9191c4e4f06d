package org.exchangesync.sandbox.http;

import java.io.InputStream;
import org.exchangesync.sandbox.store.Account;

/**
 * A request of somebody who has logged on.
 *
 * @param path decoded, as the client wrote it
 * @param query what stands behind the question mark, or null
 * @param body at most 64 MiB; reading more fails
 */
public record Request(String method, String path, String query, InputStream body, Account account) {}
