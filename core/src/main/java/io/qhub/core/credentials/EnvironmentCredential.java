package io.qhub.core.credentials;

import io.qhub.core.error.CredentialUnavailableException;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * The token in an environment variable: {@code KQH_SERVICE_EXECUTION_TOKEN}, {@code KQH_PERSONAL_ACCESS_TOKEN}, then
 * the older {@code PLANQK_SERVICE_EXECUTION_TOKEN}, {@code SERVICE_EXECUTION_TOKEN} and
 * {@code PLANQK_PERSONAL_ACCESS_TOKEN}. The first that is set wins; an empty value counts as unset. Looked up at every
 * subscription.
 */
public final class EnvironmentCredential implements AccessTokenProvider {

    static final List<String> VARIABLES = List.of(
            "KQH_SERVICE_EXECUTION_TOKEN",
            "KQH_PERSONAL_ACCESS_TOKEN",
            "PLANQK_SERVICE_EXECUTION_TOKEN",
            "SERVICE_EXECUTION_TOKEN",
            "PLANQK_PERSONAL_ACCESS_TOKEN");

    private final HostEnvironment host;

    /** Looks at the environment of this process. */
    public EnvironmentCredential() {
        this(HostEnvironment.current());
    }

    /** Looks at the given environment. */
    public EnvironmentCredential(HostEnvironment host) {
        this.host = Objects.requireNonNull(host, "host");
    }

    /** The token, or {@link CredentialUnavailableException} where no variable holds one. */
    @Override
    public Mono<AccessToken> token() {
        return Mono.fromCallable(this::lookUp);
    }

    private AccessToken lookUp() {
        for (String name : VARIABLES) {
            String value = host.variable(name);
            if (value != null) {
                return Tokens.checked(value, "Environment variable " + name);
            }
        }
        throw new CredentialUnavailableException(
                "None of the environment variables " + String.join(", ", VARIABLES) + " is set");
    }

    @Override
    public String toString() {
        return "EnvironmentCredential";
    }
}
