package org.exchangesync.transport;

/**
 * Finds the settings of a connection by its name. Put one into Camel's registry, and transport components ask it for the
 * connection that the {@link TransportHeaders#PROFILE} header names.
 */
@FunctionalInterface
public interface Connections {
    /**
     * The settings as they are now.
     *
     * @param name of the connection
     * @param mailbox that is to be reached: it may have an account of its own
     * @throws IllegalArgumentException if there is none of that name; the message lists the names there are
     */
    ConnectionSettings settings(String name, MailboxRef mailbox);
}
