package org.exchangesync.transport;

/**
 * Finds the settings of a connection by its name. Put one into Camel's registry, and transport components ask it for the
 * connection that the {@link TransportHeaders#PROFILE} header names.
 */
@FunctionalInterface
public interface Connections {
    /**
     * The settings of that name as they are now.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names there are
     */
    ConnectionSettings settings(String name);
}
