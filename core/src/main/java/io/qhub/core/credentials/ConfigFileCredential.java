package io.qhub.core.credentials;

import io.qhub.core.error.CredentialUnavailableException;
import io.qhub.core.internal.token.KeyedTokenCache;
import java.time.Duration;
import java.util.Objects;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The token that the command line tool stored: member {@code auth.value} of the JSON file at
 * {@code KQH_CONFIG_FILE_PATH}, else at {@code PLANQK_CONFIG_FILE_PATH}, else {@code ~/.config/qhubctl/config.json}
 * (Windows: {@code %LOCALAPPDATA%\qhubctl\config.json}), else the older {@code ~/.config/planqk/config.json} (Windows:
 * {@code %LOCALAPPDATA%\planqk\config.json}). A file that a variable names is the only one looked at; the older place
 * counts only where the newer file does not exist.
 *
 * <p>The file is read on the bounded elastic scheduler, at most once in 10 seconds however many calls are made, and
 * again at once after the server refused its token. A new login is thus seen without a restart.
 */
public final class ConfigFileCredential implements AccessTokenProvider {

    private static final Duration TRUSTED_FOR = Duration.ofSeconds(10);

    private final ConfigFile file;
    private final CachingTokenProvider cached;

    /** Looks where this process's user keeps the file. */
    public ConfigFileCredential() {
        this(HostEnvironment.current());
    }

    /** Looks in the given environment. */
    public ConfigFileCredential(HostEnvironment host) {
        this(host, Schedulers.parallel());
    }

    ConfigFileCredential(HostEnvironment host, Scheduler clock) {
        this.file = new ConfigFile(Objects.requireNonNull(host, "host"));
        this.cached = new CachingTokenProvider(
                Mono.fromCallable(this::read).subscribeOn(Schedulers.boundedElastic()),
                KeyedTokenCache.Lifetime.fixed(TRUSTED_FOR),
                KeyedTokenCache.FETCH_LIMIT,
                clock);
    }

    /** The token, or {@link CredentialUnavailableException} that says what is wrong with the file. */
    @Override
    public Mono<AccessToken> token() {
        return cached.token();
    }

    /** Makes the next call read the file again. */
    @Override
    public void invalidate(AccessToken seen) {
        cached.invalidate(seen);
    }

    private AccessToken read() {
        ConfigFile.Content content = file.read();
        if (content == null) {
            throw new CredentialUnavailableException("Config file " + file.describePlaces() + " does not exist");
        }
        String value = content.text("auth", "value");
        if (value == null) {
            throw new CredentialUnavailableException(
                    "Config file " + content.path() + " has no text in its member auth.value");
        }
        return Tokens.checked(value, "Member auth.value of config file " + content.path());
    }

    @Override
    public String toString() {
        return "ConfigFileCredential";
    }
}
