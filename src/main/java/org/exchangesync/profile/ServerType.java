package org.exchangesync.profile;

/**
 * What kind of server a profile describes.
 *
 * @see <a href="https://learn.microsoft.com/en-us/power-apps/developer/data-platform/reference/entities/emailserverprofile">
 *     EmailServerProfile, servertype</a>
 */
public enum ServerType {
    /** Exchange Server on premises, reached by EWS. */
    EXCHANGE_SERVER("exchangeServer", "ews"),
    /** Exchange Server on premises in a hybrid organization: EWS, with Basic, NTLM or a token of Entra's. */
    EXCHANGE_SERVER_HYBRID("exchangeServerHybrid", "ews"),
    /** Exchange Online by EWS, which Microsoft blocks since October 2026 but for listed applications, and ends in April 2027. */
    EXCHANGE_ONLINE("exchangeOnline", "ews"),
    /** Any server of mail that speaks POP3 and SMTP: email only. */
    POP3_SMTP("pop3Smtp", "pop-smtp");

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
