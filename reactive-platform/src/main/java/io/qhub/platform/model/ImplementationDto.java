package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.qhub.platform.model.internal.Values;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An implementation of an algorithm.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param name its name
 * @param implementedAlgorithmId the algorithm that it implements
 * @param description a description
 * @param inputFormat the format of the input
 * @param outputFormat the format of the output
 * @param contributors who contributed
 * @param assumptions what is assumed
 * @param parameter its parameters
 * @param dependencies what it depends on
 * @param version its version
 * @param license the licence
 * @param technology the technology that it uses
 * @param problemStatement the problem that it solves
 * @param softwarePlatforms the platforms that it needs; never null
 * @param visibility who can see it
 * @param gitUrl the Git repository
 * @param currentUserPermission what the caller may do with it
 */
public record ImplementationDto(
        @Nullable String id,
        @Nullable String name,
        @JsonAlias("implementedAlgorithm") @Nullable String implementedAlgorithmId,
        @Nullable String description,
        @Nullable String inputFormat,
        @Nullable String outputFormat,
        @Nullable String contributors,
        @Nullable String assumptions,
        @Nullable String parameter,
        @Nullable String dependencies,
        @Nullable String version,
        @Nullable String license,
        @Nullable String technology,
        @Nullable String problemStatement,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SoftwarePlatformDto> softwarePlatforms,
        @Nullable Visibility visibility,
        @Nullable String gitUrl,
        @Nullable Role currentUserPermission) {

    public ImplementationDto {
        softwarePlatforms = Values.list(softwarePlatforms);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** A builder that begins with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.name = name;
        builder.implementedAlgorithmId = implementedAlgorithmId;
        builder.description = description;
        builder.inputFormat = inputFormat;
        builder.outputFormat = outputFormat;
        builder.contributors = contributors;
        builder.assumptions = assumptions;
        builder.parameter = parameter;
        builder.dependencies = dependencies;
        builder.version = version;
        builder.license = license;
        builder.technology = technology;
        builder.problemStatement = problemStatement;
        builder.softwarePlatforms = softwarePlatforms;
        builder.visibility = visibility;
        builder.gitUrl = gitUrl;
        builder.currentUserPermission = currentUserPermission;
        return builder;
    }

    /** Puts a {@link ImplementationDto} together. */
    public static final class Builder {

        private @Nullable String id;
        private @Nullable String name;
        private @Nullable String implementedAlgorithmId;
        private @Nullable String description;
        private @Nullable String inputFormat;
        private @Nullable String outputFormat;
        private @Nullable String contributors;
        private @Nullable String assumptions;
        private @Nullable String parameter;
        private @Nullable String dependencies;
        private @Nullable String version;
        private @Nullable String license;
        private @Nullable String technology;
        private @Nullable String problemStatement;
        private List<SoftwarePlatformDto> softwarePlatforms = List.of();
        private @Nullable Visibility visibility;
        private @Nullable String gitUrl;
        private @Nullable Role currentUserPermission;

        private Builder() {}

        private Builder(String name) {
            this.name = Values.notBlank("name", name);
        }

        /** Its id. */
        public Builder id(String id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        /** Its name. */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** The algorithm that it implements. */
        public Builder implementedAlgorithmId(String implementedAlgorithmId) {
            this.implementedAlgorithmId = Objects.requireNonNull(implementedAlgorithmId, "implementedAlgorithmId");
            return this;
        }

        /** A description. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /** The format of the input. */
        public Builder inputFormat(String inputFormat) {
            this.inputFormat = Objects.requireNonNull(inputFormat, "inputFormat");
            return this;
        }

        /** The format of the output. */
        public Builder outputFormat(String outputFormat) {
            this.outputFormat = Objects.requireNonNull(outputFormat, "outputFormat");
            return this;
        }

        /** Who contributed. */
        public Builder contributors(String contributors) {
            this.contributors = Objects.requireNonNull(contributors, "contributors");
            return this;
        }

        /** What is assumed. */
        public Builder assumptions(String assumptions) {
            this.assumptions = Objects.requireNonNull(assumptions, "assumptions");
            return this;
        }

        /** Its parameters. */
        public Builder parameter(String parameter) {
            this.parameter = Objects.requireNonNull(parameter, "parameter");
            return this;
        }

        /** What it depends on. */
        public Builder dependencies(String dependencies) {
            this.dependencies = Objects.requireNonNull(dependencies, "dependencies");
            return this;
        }

        /** Its version. */
        public Builder version(String version) {
            this.version = Objects.requireNonNull(version, "version");
            return this;
        }

        /** The licence. */
        public Builder license(String license) {
            this.license = Objects.requireNonNull(license, "license");
            return this;
        }

        /** The technology that it uses. */
        public Builder technology(String technology) {
            this.technology = Objects.requireNonNull(technology, "technology");
            return this;
        }

        /** The problem that it solves. */
        public Builder problemStatement(String problemStatement) {
            this.problemStatement = Objects.requireNonNull(problemStatement, "problemStatement");
            return this;
        }

        /** The platforms that it needs, in place of those set before. */
        public Builder softwarePlatforms(List<SoftwarePlatformDto> softwarePlatforms) {
            this.softwarePlatforms = List.copyOf(softwarePlatforms);
            return this;
        }

        /** Who can see it. */
        public Builder visibility(Visibility visibility) {
            this.visibility = Objects.requireNonNull(visibility, "visibility");
            return this;
        }

        /** The Git repository. */
        public Builder gitUrl(String gitUrl) {
            this.gitUrl = Objects.requireNonNull(gitUrl, "gitUrl");
            return this;
        }

        /** What the caller may do with it. */
        public Builder currentUserPermission(Role currentUserPermission) {
            this.currentUserPermission = Objects.requireNonNull(currentUserPermission, "currentUserPermission");
            return this;
        }

        /** What has been put together. */
        public ImplementationDto build() {
            return new ImplementationDto(
                    id,
                    name,
                    implementedAlgorithmId,
                    description,
                    inputFormat,
                    outputFormat,
                    contributors,
                    assumptions,
                    parameter,
                    dependencies,
                    version,
                    license,
                    technology,
                    problemStatement,
                    softwarePlatforms,
                    visibility,
                    gitUrl,
                    currentUserPermission);
        }
    }
}
