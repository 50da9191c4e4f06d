package org.exchangesync.profile;

/** What kind of server a profile describes. */
public enum ServerType {
    /** Exchange Server on premises, reached by EWS. */
    EXCHANGE_SERVER("exchangeServer", "ews");

    private final String label;
    private final String transport;

    ServerType(String label, String transport) {
        this.label = label;
        this.transport = transport;
    }

    /** The word for it in configuration files. */
    public String label() {
        return label;
    }

    /** The scheme of the component that speaks to such servers. */
    public String transport() {
        return transport;
    }
}
