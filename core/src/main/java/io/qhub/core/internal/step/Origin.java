package io.qhub.core.internal.step;

import java.net.URI;
import java.util.Locale;

/** Where a URL leads: scheme, host and port. */
final class Origin {

    private Origin() {}

    static String of(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        int port = url.getPort() >= 0 ? url.getPort() : "https".equals(scheme) ? 443 : 80;
        return scheme + "://" + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }
}
