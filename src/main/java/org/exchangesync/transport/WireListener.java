package org.exchangesync.transport;

/** Hears what goes over the wire, for people who look for a fault. What it is told holds no credentials. */
@FunctionalInterface
public interface WireListener {
    /** Nobody listens; nothing is recorded. */
    WireListener NONE = (request, response) -> {};

    /**
     * A request and what came back, in full or in their beginnings.
     *
     * @param request head and body; credentials are left out
     * @param response head and body; empty where none came
     */
    void exchanged(String request, String response);
}
