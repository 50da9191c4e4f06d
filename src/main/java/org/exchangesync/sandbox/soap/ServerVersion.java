package org.exchangesync.sandbox.soap;

import java.util.List;
import org.exchangesync.sandbox.xml.Xml;

/**
 * The server that the sandbox says it is, and the schema versions such a server takes.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/requestserverversion">
 * RequestServerVersion</a>.
 */
public enum ServerVersion {
    EXCHANGE_2010_SP2(14, 2, 328, 9, "Exchange2010_SP2"),
    EXCHANGE_2013_SP1(15, 0, 847, 32, "Exchange2013_SP1"),
    EXCHANGE_2016(15, 1, 2507, 6, "V2017_07_11"),
    EXCHANGE_2019(15, 2, 1544, 4, "V2017_07_11");

    private static final List<String> REQUESTED = List.of(
            "Exchange2007",
            "Exchange2007_SP1",
            "Exchange2010",
            "Exchange2010_SP1",
            "Exchange2010_SP2",
            "Exchange2013",
            "Exchange2013_SP1",
            "Exchange2015",
            "Exchange2016");

    private final int major;
    private final int minor;
    private final int majorBuild;
    private final int minorBuild;
    private final String schema;

    ServerVersion(int major, int minor, int majorBuild, int minorBuild, String schema) {
        this.major = major;
        this.minor = minor;
        this.majorBuild = majorBuild;
        this.minorBuild = minorBuild;
        this.schema = schema;
    }

    /** Whether a request may ask for that version. */
    public boolean accepts(String requested) {
        int at = REQUESTED.indexOf(requested);
        int last = switch (this) {
            case EXCHANGE_2010_SP2 -> REQUESTED.indexOf("Exchange2010_SP2");
            case EXCHANGE_2013_SP1 -> REQUESTED.indexOf("Exchange2013_SP1");
            default -> REQUESTED.size() - 1;
        };
        return at >= 0 && at <= last;
    }

    /** Whether properties that came with Exchange 2013 are answered to a request of that version. */
    static boolean is2013(String requested) {
        return REQUESTED.indexOf(requested) >= REQUESTED.indexOf("Exchange2013");
    }

    /** The header of every answer. */
    public Xml header() {
        return Xml.t("ServerVersionInfo")
                .with("MajorVersion", major)
                .with("MinorVersion", minor)
                .with("MajorBuildNumber", majorBuild)
                .with("MinorBuildNumber", minorBuild)
                .with("Version", schema);
    }
}
