package io.qhub.core.credentials;

import io.qhub.core.error.CredentialUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The first token found: the one passed in ({@link StaticCredential}), the environment's
 * ({@link EnvironmentCredential}), the config file's ({@link ConfigFileCredential}). Where there is none, the error
 * lists what each place said.
 */
public final class DefaultCredentialsProvider implements AccessTokenProvider {

    private final List<AccessTokenProvider> places;

    /** Looks at the environment, then at the config file. */
    public DefaultCredentialsProvider() {
        this(null);
    }

    /**
     * Looks at the token given, then at the environment, then at the config file.
     *
     * @param token a token that wins over everything else; null or empty for none
     */
    public DefaultCredentialsProvider(@Nullable String token) {
        this(token, HostEnvironment.current());
    }

    /** The same, in another environment than this process's. */
    public DefaultCredentialsProvider(@Nullable String token, HostEnvironment host) {
        this.places =
                List.of(new StaticCredential(token), new EnvironmentCredential(host), new ConfigFileCredential(host));
    }

    /** The first token found, or {@link CredentialUnavailableException} with what each place said. */
    @Override
    public Mono<AccessToken> token() {
        return Mono.defer(() -> {
            List<String> said = new ArrayList<>();
            return Flux.fromIterable(places)
                    .concatMap(
                            place -> place.token().onErrorResume(CredentialUnavailableException.class, unavailable -> {
                                said.add(place + ": " + unavailable.getMessage());
                                return Mono.empty();
                            }),
                            0)
                    .next()
                    .switchIfEmpty(Mono.error(() -> new CredentialUnavailableException(
                            "No token was found. Pass one in, set KQH_PERSONAL_ACCESS_TOKEN, or log in with qhubctl. "
                                    + String.join("; ", said))));
        });
    }

    @Override
    public void invalidate(AccessToken seen) {
        places.forEach(place -> place.invalidate(seen));
    }

    @Override
    public String toString() {
        return "DefaultCredentialsProvider" + places;
    }
}
