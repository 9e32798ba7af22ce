package io.qhub.platform;

import io.qhub.core.http.HubCall;
import io.qhub.core.transfer.Uploads;
import io.qhub.platform.model.GpuAccelerator;
import io.qhub.platform.model.RuntimeType;
import io.qhub.platform.model.internal.Values;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a managed service is created from. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param description a description
 * @param milliCpus processor, in thousandths of a core
 * @param memoryInMegabytes memory, in megabytes
 * @param runtime what it runs in
 * @param gpuCount how many graphics processors it gets
 * @param gpuAccelerator of which kind they are
 * @param userCode its source code, a zip archive
 * @param apiDefinition its OpenAPI document, YAML or JSON
 */
public record CreateManagedServiceRequest(
        String name,
        @Nullable String description,
        @Nullable Integer milliCpus,
        @Nullable Integer memoryInMegabytes,
        @Nullable RuntimeType runtime,
        @Nullable Integer gpuCount,
        @Nullable GpuAccelerator gpuAccelerator,
        Uploads.@Nullable Source userCode,
        Uploads.@Nullable Source apiDefinition) {

    /** Refuses what the Hub would refuse. */
    public CreateManagedServiceRequest {
        Values.notBlank("name", name);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    CreateManagedServiceRequest with(Uploads.Source code) {
        return new CreateManagedServiceRequest(
                name,
                description,
                milliCpus,
                memoryInMegabytes,
                runtime,
                gpuCount,
                gpuAccelerator,
                code,
                apiDefinition);
    }

    <T> HubCall<T> on(HubCall<T> call) {
        return call.query("name", name)
                .query("description", description)
                .query("milliCpus", milliCpus)
                .query("memoryInMegabytes", memoryInMegabytes)
                .query("runtime", runtime)
                .query("gpuCount", gpuCount)
                .query("gpuAccelerator", gpuAccelerator)
                .part("userCode", MediaTypes.typed(userCode))
                .part("apiDefinition", MediaTypes.typed(apiDefinition));
    }

    /** Puts a {@link CreateManagedServiceRequest} together. */
    public static final class Builder {

        private final String name;
        private @Nullable String description;
        private @Nullable Integer milliCpus;
        private @Nullable Integer memoryInMegabytes;
        private @Nullable RuntimeType runtime;
        private @Nullable Integer gpuCount;
        private @Nullable GpuAccelerator gpuAccelerator;
        private Uploads.@Nullable Source userCode;
        private Uploads.@Nullable Source apiDefinition;

        private Builder(String name) {
            this.name = Values.notBlank("name", name);
        }

        /** A description. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /** Processor, in thousandths of a core. */
        public Builder milliCpus(int milliCpus) {
            this.milliCpus = Values.atLeast(1, "milliCpus", milliCpus);
            return this;
        }

        /** Memory, in megabytes. */
        public Builder memoryInMegabytes(int memoryInMegabytes) {
            this.memoryInMegabytes = Values.atLeast(1, "memoryInMegabytes", memoryInMegabytes);
            return this;
        }

        /** What it runs in. */
        public Builder runtime(RuntimeType runtime) {
            this.runtime = Objects.requireNonNull(runtime, "runtime");
            return this;
        }

        /** How many graphics processors it gets. */
        public Builder gpuCount(int gpuCount) {
            this.gpuCount = Values.atLeast(0, "gpuCount", gpuCount);
            return this;
        }

        /** Of which kind they are. */
        public Builder gpuAccelerator(GpuAccelerator gpuAccelerator) {
            this.gpuAccelerator = Objects.requireNonNull(gpuAccelerator, "gpuAccelerator");
            return this;
        }

        /** Its source code, a zip archive. */
        public Builder userCode(Uploads.Source userCode) {
            this.userCode = Objects.requireNonNull(userCode, "userCode");
            return this;
        }

        /** The same, from a file. */
        public Builder userCode(Path file) {
            return userCode(Uploads.fromPath(file));
        }

        /** Its OpenAPI document, YAML or JSON. */
        public Builder apiDefinition(Uploads.Source apiDefinition) {
            this.apiDefinition = Objects.requireNonNull(apiDefinition, "apiDefinition");
            return this;
        }

        /** The same, from a file. */
        public Builder apiDefinition(Path file) {
            return apiDefinition(Uploads.fromPath(file));
        }

        /** The request. */
        public CreateManagedServiceRequest build() {
            return new CreateManagedServiceRequest(
                    name,
                    description,
                    milliCpus,
                    memoryInMegabytes,
                    runtime,
                    gpuCount,
                    gpuAccelerator,
                    userCode,
                    apiDefinition);
        }
    }
}
