package org.exchangesync.ews.autodiscover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/**
 * Asks the system's DNS servers, by the JDK's own provider.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/api/jdk.naming.dns/module-summary.html">JNDI's DNS provider</a>
 */
final class DnsServiceRecords implements ServiceRecords {
    private static final int MOST = 20;

    private final String servers;

    /** Asks the servers that the system asks. */
    DnsServiceRecords() {
        this("dns:");
    }

    /** @param servers as the provider wants them, such as {@code dns://127.0.0.1:53} */
    DnsServiceRecords(String servers) {
        this.servers = servers;
    }

    @Override
    public List<Target> find(String name) throws IOException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
        environment.put("java.naming.provider.url", servers);
        environment.put("com.sun.jndi.dns.timeout.initial", "2000");
        environment.put("com.sun.jndi.dns.timeout.retries", "2");
        InitialDirContext dns = null;
        try {
            dns = new InitialDirContext(environment);
            Attribute records = dns.getAttributes(name, new String[] {"SRV"}).get("SRV");
            return records == null ? List.of() : targets(records);
        } catch (NameNotFoundException none) {
            return List.of();
        } catch (NamingException e) {
            throw new IOException("the DNS gives no answer: " + e.getMessage(), e);
        } finally {
            close(dns);
        }
    }

    private static List<Target> targets(Attribute records) throws NamingException {
        List<Target> targets = new ArrayList<>();
        NamingEnumeration<?> all = records.getAll();
        while (all.hasMore() && targets.size() < MOST) {
            String[] words = String.valueOf(all.next()).strip().split("\\s+");
            boolean complete = words.length == 4
                    && words[0].matches("\\d{1,5}")
                    && words[1].matches("\\d{1,5}")
                    && words[2].matches("\\d{1,5}");
            String host = complete ? words[3].toLowerCase(Locale.ROOT).replaceFirst("\\.$", "") : "";
            if (!host.isEmpty()) {
                targets.add(new Target(
                        Integer.parseInt(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]), host));
            }
        }
        return targets;
    }

    private static void close(InitialDirContext dns) throws IOException {
        try {
            if (dns != null) {
                dns.close();
            }
        } catch (NamingException e) {
            throw new IOException("the DNS connection can't be closed: " + e.getMessage(), e);
        }
    }
}
