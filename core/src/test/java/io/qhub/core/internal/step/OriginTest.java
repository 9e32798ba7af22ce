package io.qhub.core.internal.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource({
        "HTTPS://Hub.Test/a?b, https://hub.test:443",
        "https://hub.test:8443/, https://hub.test:8443",
        "http://hub.test, http://hub.test:80",
        "http://hub.test:0/, http://hub.test:0",
        "http://[::1]:80/, http://[::1]:80"
    })
    void anOriginIsSchemeHostAndPort(URI url, String origin) {
        assertThat(Origin.of(url)).isEqualTo(origin);
    }
}
