package io.qhub.platform.model;

import io.qhub.platform.model.internal.Values;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a managed service runs in.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param runtime what it runs in
 * @param environment environment variables, by name; a secret may be among the values
 * @param applyProviderTokens whether the stored tokens of quantum providers are given to the service
 */
public record RuntimeConfiguration(
        @Nullable RuntimeType runtime,
        @Nullable Map<String, String> environment,
        @Nullable Boolean applyProviderTokens) {

    public RuntimeConfiguration {
        environment = environment == null ? null : Values.map(environment);
    }

    /** A builder; nothing is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.runtime = runtime;
        builder.environment = environment;
        builder.applyProviderTokens = applyProviderTokens;
        return builder;
    }

    /** Without the values of the environment. */
    @Override
    public String toString() {
        return "RuntimeConfiguration["
                + "runtime=" + runtime
                + ", environment=" + (environment == null ? null : environment.keySet())
                + ", applyProviderTokens=" + applyProviderTokens
                + "]";
    }

    /** Puts a {@link RuntimeConfiguration} together. */
    public static final class Builder {

        private @Nullable RuntimeType runtime;
        private @Nullable Map<String, String> environment;
        private @Nullable Boolean applyProviderTokens;

        private Builder() {}

        /** What it runs in. */
        public Builder runtime(RuntimeType runtime) {
            this.runtime = Objects.requireNonNull(runtime, "runtime");
            return this;
        }

        /** Environment variables, by name. */
        public Builder environment(Map<String, String> environment) {
            this.environment = Map.copyOf(environment);
            return this;
        }

        /** Whether the stored tokens of quantum providers are given to the service. */
        public Builder applyProviderTokens(boolean applyProviderTokens) {
            this.applyProviderTokens = applyProviderTokens;
            return this;
        }

        /** What has been put together. */
        public RuntimeConfiguration build() {
            return new RuntimeConfiguration(runtime, environment, applyProviderTokens);
        }
    }
}
