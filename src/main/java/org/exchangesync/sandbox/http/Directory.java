package org.exchangesync.sandbox.http;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.exchangesync.sandbox.store.Account;

/**
 * The accounts, found as directory services find them: the user may be given as address, as {@code DOMAIN\name} or as name
 * alone.
 */
public final class Directory {
    private final List<Account> accounts;

    public Directory(Collection<Account> accounts) {
        this.accounts = List.copyOf(accounts);
    }

    /** All that are meant by that name: names alone may be those of several. */
    public Stream<Account> named(String user) {
        return accounts.stream().filter(a -> isSame(a.user(), user));
    }

    /** The first that is meant by that name. */
    public Optional<Account> find(String user) {
        return named(user).findFirst();
    }

    private static boolean isSame(String known, String given) {
        if (known.equalsIgnoreCase(given)) {
            return true;
        }
        return !given.contains("@") && name(known).equalsIgnoreCase(name(given));
    }

    private static String name(String user) {
        String afterDomain = user.substring(user.indexOf('\\') + 1);
        int at = afterDomain.indexOf('@');
        return at < 0 ? afterDomain : afterDomain.substring(0, at);
    }
}
