package org.exchangesync.app;

import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.profile.Profiles;

/** Says at the start where things are. */
final class StartUp {
    private StartUp() {}

    static void announce(CamelContext context, AppSettings settings, Profiles profiles) {
        StringBuilder text = new StringBuilder(System.lineSeparator());
        line(text, "Exchange Sync for Apache Camel " + version());
        line(text, "  database   " + settings.databaseUrl().replaceAll("(?i)(password=)[^;&]*", "$1…"));
        line(text, "  routes     " + routes(context));
        line(
                text,
                "  profiles   "
                        + settings.config()
                                .map(Path::toString)
                                .orElse("of the sandbox, below " + settings.dataFolder()));
        for (EmailServerProfile profile : profiles.profiles()) {
            line(
                    text,
                    "  profile    " + profile.name() + ": "
                            + profile.connection().url() + " as "
                            + profile.connection().authentication().account()
                            + (profile.active() ? "" : " (inactive)"));
            for (Mailbox mailbox : profiles.mailboxes()) {
                if (mailbox.profile().equals(profile.name())) {
                    line(text, "    mailbox  " + mailbox.address());
                }
            }
        }
        System.out.println(text);
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(System.lineSeparator());
    }

    private static String routes(CamelContext context) {
        String pattern = context.getPropertiesComponent()
                .resolveProperty("camel.main.routesIncludePattern")
                .orElse("of this Camel context");
        return pattern.startsWith("file:")
                ? Path.of(pattern.substring("file:".length()))
                        .toAbsolutePath()
                        .normalize()
                        .toString()
                : pattern;
    }

    private static String version() {
        String version = StartUp.class.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }
}
