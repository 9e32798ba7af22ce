package io.qhub.core.credentials;

import static io.qhub.testing.WithoutOptionalTest.classNames;
import static io.qhub.testing.WithoutOptionalTest.load;
import static io.qhub.testing.WithoutOptionalTest.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spring Security is optional: only the class that speaks to the token endpoint may need it. */
class WithoutSpringSecurityTest {

    private static final String ENDPOINT = ClientCredentialsTokenProvider.class.getName() + "$Endpoint";

    @Test
    void itIsTheOnlyOneThatNeedsIt() throws Exception {
        try (URLClassLoader loader = without("spring-security", "oauth2-oidc-sdk")) {
            List<String> names = classNames(AccessToken.class);
            assertThat(names).contains(ENDPOINT, CachingTokenProvider.class.getName());
            for (String name : names) {
                if (!name.equals(ENDPOINT)) {
                    load(name, loader);
                }
            }
            assertThatThrownBy(() -> load(ENDPOINT, loader))
                    .as("the control: the class that needs it")
                    .isInstanceOf(NoClassDefFoundError.class)
                    .hasMessageContaining("springframework/security");
        }
    }

    @Test
    void thatClassLoadsWhereSecurityIs() throws Exception {
        try (URLClassLoader loader = without("nothing-of-this-name")) {
            load(ENDPOINT, loader);
        }
    }

    @Test
    void clientCredentialsSayWhatIsMissing() throws Exception {
        try (URLClassLoader loader = without("spring-security", "oauth2-oidc-sdk")) {
            Class<?> type = loader.loadClass(ClientCredentialsTokenProvider.class.getName());
            Object builder =
                    type.getMethod("builder", String.class, String.class).invoke(null, "id", "secret");
            assertThat(builder)
                    .hasToString("ClientCredentialsTokenProvider.Builder[tokenUri=https://gateway.hub."
                            + "kipu-quantum.com/token]");

            assertThatThrownBy(() -> builder.getClass().getMethod("build").invoke(builder))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Client credentials need org.springframework.security:spring-security-oauth2-client on"
                            + " the class path");
        }
    }
}
