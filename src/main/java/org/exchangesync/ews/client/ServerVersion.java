package org.exchangesync.ews.client;

/**
 * What the server says about itself in each answer.
 *
 * @param major 14 for Exchange 2010, 15 for 2013 and later
 * @param minor 0 for 2013, 1 for 2016, 2 for 2019 and SE
 * @param majorBuild the build
 * @param minorBuild the build's revision
 * @param schema the newest schema it knows, such as {@code Exchange2013_SP1} or {@code V2017_07_11}; null from very old
 *     servers
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/serverversioninfo">
 *     ServerVersionInfo</a>
 */
public record ServerVersion(int major, int minor, int majorBuild, int minorBuild, String schema) {

    /** The product's name, such as {@code Exchange2016}. */
    public String product() {
        return switch (major) {
            case 8 -> "Exchange2007";
            case 14 -> "Exchange2010";
            case 15 ->
                switch (minor) {
                    case 0 -> "Exchange2013";
                    case 1 -> "Exchange2016";
                    case 2 -> majorBuild >= 2562 ? "ExchangeSE" : "Exchange2019";
                    default -> "ExchangeOnline";
                };
            default -> "Exchange " + major;
        };
    }

    /** The build in full, such as {@code 15.1.2507.6}. */
    public String build() {
        return major + "." + minor + "." + majorBuild + "." + minorBuild;
    }
}
