package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.HubJson;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The parameters that a backend takes beside a job's input. For backends that have no type here there is
 * {@link #raw(JsonNode)}, and for those that take no parameters {@link #none()}.
 *
 * <p>Parameters are sent bare; {@link #wrapped(String)} gives the form with the backend's id inside.
 */
public sealed interface JobInputParams {

    /** An empty object, which is what the IonQ backends take. */
    static Raw none() {
        return new Raw(JsonNodeFactory.instance.objectNode());
    }

    /** Parameters of the AWS backends. */
    static Aws.Builder aws() {
        return Aws.builder();
    }

    /** Parameters of the Quandela backends. */
    static Quandela.Builder quandela() {
        return Quandela.builder();
    }

    /** Parameters of the IBM backends; {@code programId} is the primitive, such as {@code sampler}. */
    static Ibm.Builder ibm(String programId) {
        return Ibm.builder(programId);
    }

    /** Parameters of the IQM backends. */
    static Iqm.Builder iqm() {
        return Iqm.builder();
    }

    /** Parameters of the QRYD emulators. */
    static Qryd.Builder qryd() {
        return Qryd.builder();
    }

    /** Any JSON object, sent exactly as it is. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Raw raw(JsonNode json) {
        return new Raw(json);
    }

    /** The same with the backend's id inside, as the member {@code backendId}. */
    default Wrapped wrapped(String backendId) {
        return wrapped("backendId", backendId);
    }

    /** As {@link #wrapped(String)}, with another name for the member (such as {@code backend_id}). */
    default Wrapped wrapped(String discriminator, String backendId) {
        return new Wrapped(this, discriminator, backendId);
    }

    /**
     * Parameters of the AWS backends.
     *
     * <p>The canonical constructor is not API: components may be added in any version.
     *
     * @param disableQubitRewiring whether the qubits keep the numbers that the program gives them
     * @param qubitCount how many qubits the program has
     * @param additionalProperties further members, sent as they are; never null
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Aws(
            @Nullable Boolean disableQubitRewiring,
            @Nullable Integer qubitCount,
            @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties)
            implements JobInputParams {

        public Aws {
            additionalProperties = Values.map(additionalProperties);
        }

        /** A builder, empty. */
        public static Builder builder() {
            return new Builder();
        }

        /** Puts the parameters together. What is not set is not sent. */
        public static final class Builder {

            private @Nullable Boolean disableQubitRewiring;
            private @Nullable Integer qubitCount;
            private final Map<String, JsonNode> extras = new LinkedHashMap<>();

            private Builder() {}

            /** Whether the qubits keep the numbers that the program gives them. */
            public Builder disableQubitRewiring(boolean disableQubitRewiring) {
                this.disableQubitRewiring = disableQubitRewiring;
                return this;
            }

            /** How many qubits the program has. */
            public Builder qubitCount(int qubitCount) {
                this.qubitCount = qubitCount;
                return this;
            }

            /** A further member, sent as it is. */
            public Builder extra(String name, JsonNode value) {
                Values.extra(extras, name, value);
                return this;
            }

            /** The parameters. */
            public Aws build() {
                return new Aws(disableQubitRewiring, qubitCount, extras);
            }
        }
    }

    /**
     * Parameters of the Quandela backends.
     *
     * <p>The canonical constructor is not API: components may be added in any version.
     *
     * @param pcvlVersion the version of Perceval that made the payload
     * @param processId the id of the process that the job belongs to
     * @param additionalProperties further members, sent as they are; never null
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Quandela(
            @Nullable String pcvlVersion,
            @Nullable String processId,
            @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties)
            implements JobInputParams {

        public Quandela {
            additionalProperties = Values.map(additionalProperties);
        }

        /** A builder, empty. */
        public static Builder builder() {
            return new Builder();
        }

        /** Puts the parameters together. What is not set is not sent. */
        public static final class Builder {

            private @Nullable String pcvlVersion;
            private @Nullable String processId;
            private final Map<String, JsonNode> extras = new LinkedHashMap<>();

            private Builder() {}

            /** The version of Perceval that made the payload. */
            public Builder pcvlVersion(String pcvlVersion) {
                this.pcvlVersion = Objects.requireNonNull(pcvlVersion, "pcvlVersion");
                return this;
            }

            /** The id of the process that the job belongs to. */
            public Builder processId(String processId) {
                this.processId = Objects.requireNonNull(processId, "processId");
                return this;
            }

            /** A further member, sent as it is. */
            public Builder extra(String name, JsonNode value) {
                Values.extra(extras, name, value);
                return this;
            }

            /** The parameters. */
            public Quandela build() {
                return new Quandela(pcvlVersion, processId, extras);
            }
        }
    }

    /**
     * Parameters of the IBM backends.
     *
     * <p>The canonical constructor is not API: components may be added in any version.
     *
     * @param programId the primitive, such as {@code sampler}
     * @param backendName the backend's name at the provider
     * @param image the runtime image
     * @param logLevel the log level of the run
     * @param jobTags tags at the provider; never null
     * @param maxExecutionTime the longest run, in seconds
     * @param startSession whether the run starts a session
     * @param sessionTime the longest session, in seconds
     * @param version the version of the primitive
     * @param privateJob whether the run is private (on the wire: {@code private})
     * @param additionalProperties further members, sent as they are; never null
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Ibm(
            @Nullable String programId,
            @Nullable String backendName,
            @Nullable String image,
            @Nullable String logLevel,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> jobTags,
            @Nullable Integer maxExecutionTime,
            @Nullable Boolean startSession,
            @Nullable Integer sessionTime,
            @Nullable Integer version,
            @JsonProperty("private") @Nullable Boolean privateJob,
            @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties)
            implements JobInputParams {

        public Ibm {
            jobTags = Values.list(jobTags);
            additionalProperties = Values.map(additionalProperties);
        }

        /** A builder that takes what is required first. */
        public static Builder builder(String programId) {
            return new Builder(programId);
        }

        /** Puts the parameters together. What is not set is not sent. */
        public static final class Builder {

            private final String programId;
            private @Nullable String backendName;
            private @Nullable String image;
            private @Nullable String logLevel;
            private List<String> jobTags = List.of();
            private @Nullable Integer maxExecutionTime;
            private @Nullable Boolean startSession;
            private @Nullable Integer sessionTime;
            private @Nullable Integer version;
            private @Nullable Boolean privateJob;
            private final Map<String, JsonNode> extras = new LinkedHashMap<>();

            private Builder(String programId) {
                this.programId = Values.notBlank("programId", programId);
            }

            /** The backend's name at the provider. */
            public Builder backendName(String backendName) {
                this.backendName = Objects.requireNonNull(backendName, "backendName");
                return this;
            }

            /** The runtime image. */
            public Builder image(String image) {
                this.image = Objects.requireNonNull(image, "image");
                return this;
            }

            /** The log level of the run. */
            public Builder logLevel(String logLevel) {
                this.logLevel = Objects.requireNonNull(logLevel, "logLevel");
                return this;
            }

            /** Tags at the provider; never null. */
            public Builder jobTags(Collection<String> jobTags) {
                this.jobTags = List.copyOf(jobTags);
                return this;
            }

            /** The longest run, in seconds. */
            public Builder maxExecutionTime(int maxExecutionTime) {
                this.maxExecutionTime = maxExecutionTime;
                return this;
            }

            /** Whether the run starts a session. */
            public Builder startSession(boolean startSession) {
                this.startSession = startSession;
                return this;
            }

            /** The longest session, in seconds. */
            public Builder sessionTime(int sessionTime) {
                this.sessionTime = sessionTime;
                return this;
            }

            /** The version of the primitive. */
            public Builder version(int version) {
                this.version = version;
                return this;
            }

            /** Whether the run is private (on the wire: {@code private}). */
            public Builder privateJob(boolean privateJob) {
                this.privateJob = privateJob;
                return this;
            }

            /** A further member, sent as it is. */
            public Builder extra(String name, JsonNode value) {
                Values.extra(extras, name, value);
                return this;
            }

            /** The parameters. */
            public Ibm build() {
                return new Ibm(
                        programId,
                        backendName,
                        image,
                        logLevel,
                        jobTags,
                        maxExecutionTime,
                        startSession,
                        sessionTime,
                        version,
                        privateJob,
                        extras);
            }
        }
    }

    /**
     * Parameters of the IQM backends. Compilation options have no method here: they are IQM's own and go through {@link Builder#extra}.
     *
     * <p>The canonical constructor is not API: components may be added in any version.
     *
     * @param qubitMapping which logical qubit is which physical one
     * @param customSettings settings in IQM's own form
     * @param calibrationSetId the calibration set to run with
     * @param additionalProperties further members, sent as they are; never null
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Iqm(
            @Nullable JsonNode qubitMapping,
            @Nullable JsonNode customSettings,
            @Nullable String calibrationSetId,
            @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties)
            implements JobInputParams {

        public Iqm {
            qubitMapping = Values.present(qubitMapping);
            customSettings = Values.present(customSettings);
            additionalProperties = Values.map(additionalProperties);
        }

        /** A builder, empty. */
        public static Builder builder() {
            return new Builder();
        }

        /** Puts the parameters together. What is not set is not sent. */
        public static final class Builder {

            private @Nullable JsonNode qubitMapping;
            private @Nullable JsonNode customSettings;
            private @Nullable String calibrationSetId;
            private final Map<String, JsonNode> extras = new LinkedHashMap<>();

            private Builder() {}

            /** Which logical qubit is which physical one. */
            public Builder qubitMapping(JsonNode qubitMapping) {
                this.qubitMapping = Objects.requireNonNull(qubitMapping, "qubitMapping");
                return this;
            }

            /** Settings in IQM's own form. */
            public Builder customSettings(JsonNode customSettings) {
                this.customSettings = Objects.requireNonNull(customSettings, "customSettings");
                return this;
            }

            /** The calibration set to run with. */
            public Builder calibrationSetId(String calibrationSetId) {
                this.calibrationSetId = Objects.requireNonNull(calibrationSetId, "calibrationSetId");
                return this;
            }

            /** A further member, sent as it is. */
            public Builder extra(String name, JsonNode value) {
                Values.extra(extras, name, value);
                return this;
            }

            /** The parameters. */
            public Iqm build() {
                return new Iqm(qubitMapping, customSettings, calibrationSetId, extras);
            }
        }
    }

    /**
     * Parameters of the QRYD emulators.
     *
     * <p>The canonical constructor is not API: components may be added in any version.
     *
     * @param format the format of the program, {@code qoqo}
     * @param backend the provider's name of the backend; may be empty
     * @param fusionMaxQubits the largest number of qubits of a fused gate
     * @param seedSimulator the seed of the simulator
     * @param seedCompiler the seed of the compiler
     * @param allowCompilation whether the program may be compiled
     * @param pczTheta the phase of the controlled-Z gate
     * @param useExtendedSet whether the compiler looks further ahead
     * @param useReverseTraversal whether the compiler goes over the program backwards too
     * @param extendedSetSize how far the compiler looks ahead
     * @param extendedSetWeight how much what lies ahead counts
     * @param reverseTraversalIterations how often it goes over the program
     * @param additionalProperties further members, sent as they are; never null
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Qryd(
            @Nullable String format,
            @Nullable String backend,
            @Nullable Integer fusionMaxQubits,
            @Nullable Integer seedSimulator,
            @Nullable Integer seedCompiler,
            @Nullable Boolean allowCompilation,
            @Nullable Double pczTheta,
            @Nullable Boolean useExtendedSet,
            @Nullable Boolean useReverseTraversal,
            @Nullable Integer extendedSetSize,
            @Nullable Double extendedSetWeight,
            @Nullable Integer reverseTraversalIterations,
            @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties)
            implements JobInputParams {

        public Qryd {
            additionalProperties = Values.map(additionalProperties);
        }

        /** A builder, empty. */
        public static Builder builder() {
            return new Builder();
        }

        /** Puts the parameters together. What is not set is not sent. */
        public static final class Builder {

            private @Nullable String format;
            private @Nullable String backend;
            private @Nullable Integer fusionMaxQubits;
            private @Nullable Integer seedSimulator;
            private @Nullable Integer seedCompiler;
            private @Nullable Boolean allowCompilation;
            private @Nullable Double pczTheta;
            private @Nullable Boolean useExtendedSet;
            private @Nullable Boolean useReverseTraversal;
            private @Nullable Integer extendedSetSize;
            private @Nullable Double extendedSetWeight;
            private @Nullable Integer reverseTraversalIterations;
            private final Map<String, JsonNode> extras = new LinkedHashMap<>();

            private Builder() {}

            /** The format of the program, {@code qoqo}. */
            public Builder format(String format) {
                this.format = Objects.requireNonNull(format, "format");
                return this;
            }

            /** The provider's name of the backend; may be empty. */
            public Builder backend(String backend) {
                this.backend = Objects.requireNonNull(backend, "backend");
                return this;
            }

            /** The largest number of qubits of a fused gate. */
            public Builder fusionMaxQubits(int fusionMaxQubits) {
                this.fusionMaxQubits = fusionMaxQubits;
                return this;
            }

            /** The seed of the simulator. */
            public Builder seedSimulator(int seedSimulator) {
                this.seedSimulator = seedSimulator;
                return this;
            }

            /** The seed of the compiler. */
            public Builder seedCompiler(int seedCompiler) {
                this.seedCompiler = seedCompiler;
                return this;
            }

            /** Whether the program may be compiled. */
            public Builder allowCompilation(boolean allowCompilation) {
                this.allowCompilation = allowCompilation;
                return this;
            }

            /** The phase of the controlled-Z gate. */
            public Builder pczTheta(double pczTheta) {
                this.pczTheta = pczTheta;
                return this;
            }

            /** Whether the compiler looks further ahead. */
            public Builder useExtendedSet(boolean useExtendedSet) {
                this.useExtendedSet = useExtendedSet;
                return this;
            }

            /** Whether the compiler goes over the program backwards too. */
            public Builder useReverseTraversal(boolean useReverseTraversal) {
                this.useReverseTraversal = useReverseTraversal;
                return this;
            }

            /** How far the compiler looks ahead. */
            public Builder extendedSetSize(int extendedSetSize) {
                this.extendedSetSize = extendedSetSize;
                return this;
            }

            /** How much what lies ahead counts. */
            public Builder extendedSetWeight(double extendedSetWeight) {
                this.extendedSetWeight = extendedSetWeight;
                return this;
            }

            /** How often it goes over the program. */
            public Builder reverseTraversalIterations(int reverseTraversalIterations) {
                this.reverseTraversalIterations = reverseTraversalIterations;
                return this;
            }

            /** A further member, sent as it is. */
            public Builder extra(String name, JsonNode value) {
                Values.extra(extras, name, value);
                return this;
            }

            /** The parameters. */
            public Qryd build() {
                return new Qryd(
                        format,
                        backend,
                        fusionMaxQubits,
                        seedSimulator,
                        seedCompiler,
                        allowCompilation,
                        pczTheta,
                        useExtendedSet,
                        useReverseTraversal,
                        extendedSetSize,
                        extendedSetWeight,
                        reverseTraversalIterations,
                        extras);
            }
        }
    }

    /**
     * Any parameters, sent exactly as they are.
     *
     * @param json a JSON object
     */
    record Raw(@JsonValue JsonNode json) implements JobInputParams {

        public Raw {
            Values.object("json", json);
        }
    }

    /**
     * Parameters with the backend's id beside them.
     *
     * @param params the bare parameters
     * @param discriminator the name of the member that holds the id
     * @param backendId the backend's id
     */
    record Wrapped(JobInputParams params, String discriminator, String backendId) implements JobInputParams {

        public Wrapped {
            Objects.requireNonNull(params, "params");
            if (params instanceof Wrapped) {
                throw new IllegalArgumentException("params is wrapped already");
            }
            Values.notBlank("discriminator", discriminator);
            Values.notBlank("backendId", backendId);
        }

        /** What is sent. */
        @JsonValue
        Map<String, Object> json() {
            return Values.wrap(discriminator, backendId, HubJson.mapper().valueToTree(params), false);
        }
    }
}
