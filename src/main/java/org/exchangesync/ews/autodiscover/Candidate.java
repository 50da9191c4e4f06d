package org.exchangesync.ews.autodiscover;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.exchangesync.ews.autodiscover.Attempt.Method;

/**
 * Something to ask.
 *
 * @param trusted whether the host may have an address inside the own network
 * @param again whether the server was busy when it was asked before
 */
record Candidate(Method method, URI url, boolean trusted, boolean again) {
    private static final String PATH = "/autodiscover/autodiscover";

    /** The endpoints of a host: SOAP, which is asked for single settings, then POX. */
    static List<Candidate> of(String host, boolean trusted) {
        return at(URI.create("https://" + host + PATH + ".svc"), Method.SOAP, trusted);
    }

    /**
     * What is to be asked at a URL that somebody named: by what it ends in, and in its other form too.
     *
     * @param otherwise how to ask where the URL doesn't tell
     */
    static List<Candidate> at(URI url, Method otherwise, boolean trusted) {
        String path = String.valueOf(url.getRawPath()).toLowerCase(Locale.ROOT);
        if (path.endsWith(".svc") || path.endsWith(".xml")) {
            return List.of(
                    new Candidate(Method.SOAP, ending(url, ".svc"), trusted, false),
                    new Candidate(Method.POX, ending(url, ".xml"), trusted, false));
        }
        Method method = path.contains(PATH + ".json")
                ? Method.JSON
                : otherwise == Method.HTTP_REDIRECT || otherwise == Method.SRV ? Method.POX : otherwise;
        return List.of(new Candidate(method, url, trusted, false));
    }

    private static URI ending(URI url, String end) {
        String path = url.getRawPath();
        if (path.toLowerCase(Locale.ROOT).endsWith(end)) {
            return url;
        }
        String text = url.toString();
        int at = text.indexOf(path, text.indexOf("://") + 3);
        return URI.create(text.substring(0, at)
                + path.substring(0, path.length() - 4)
                + end
                + text.substring(at + path.length()));
    }

    /** Whether asking it shows the password. */
    boolean isSignedIn() {
        return method == Method.SOAP || method == Method.POX;
    }

    Candidate onceMore() {
        return new Candidate(method, url, trusted, true);
    }

    Web.Question question(String address) {
        return switch (method) {
            case SOAP -> SoapDiscovery.question(url, address);
            case POX -> PoxDiscovery.question(url, address);
            default -> JsonDiscovery.question(url);
        };
    }

    Reading read(byte[] body) {
        return switch (method) {
            case SOAP -> SoapDiscovery.read(body);
            case POX -> PoxDiscovery.read(body);
            default -> JsonDiscovery.read(body);
        };
    }
}
