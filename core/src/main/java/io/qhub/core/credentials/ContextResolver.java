package io.qhub.core.credentials;

import io.qhub.core.error.CredentialUnavailableException;
import java.util.Objects;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Finds out on whose behalf to act: {@code KQH_ORGANIZATION_ID}, else {@code PLANQK_ORGANIZATION_ID}; else the config
 * file's {@code context.id} if {@code context.isOrganization} is true; else nobody but the user. The file is looked for
 * where {@link ConfigFileCredential} looks.
 */
public final class ContextResolver {

    private final HostEnvironment host;

    /** Looks at the environment and the files of this process. */
    public ContextResolver() {
        this(HostEnvironment.current());
    }

    /** Looks in the given environment. */
    public ContextResolver(HostEnvironment host) {
        this.host = Objects.requireNonNull(host, "host");
    }

    /**
     * The organization's id; empty for the personal account, which is also what a missing file means. Looked up at
     * every subscription; the file is read on the bounded elastic scheduler.
     *
     * @return a Mono that signals {@link CredentialUnavailableException} if the file cannot be read or is not JSON
     */
    public Mono<Optional<String>> organization() {
        return Mono.defer(() -> {
            String id = host.variable("KQH_ORGANIZATION_ID");
            if (id == null) {
                id = host.variable("PLANQK_ORGANIZATION_ID");
            }
            return id != null
                    ? Mono.just(Optional.of(id))
                    : Mono.fromCallable(this::fromFile).subscribeOn(Schedulers.boundedElastic());
        });
    }

    private Optional<String> fromFile() {
        ConfigFile.Content content = new ConfigFile(host).read();
        return content != null && content.flag("context", "isOrganization")
                ? Optional.ofNullable(content.text("context", "id"))
                : Optional.empty();
    }
}
