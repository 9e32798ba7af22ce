package io.qhub.platform.model.servicejobs;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file of a data pool, as the input or the parameters of a service job.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param dataPoolId the data pool
 * @param dataSourceDescriptorId the data source of the pool, which the Hub knew until 2024
 * @param fileId the file
 */
public record DataPoolRef(
        @Nullable String dataPoolId,
        @Nullable String dataSourceDescriptorId,
        @Nullable String fileId) {

    /** A builder; nothing is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.dataPoolId = dataPoolId;
        builder.dataSourceDescriptorId = dataSourceDescriptorId;
        builder.fileId = fileId;
        return builder;
    }

    /** Puts a {@link DataPoolRef} together. */
    public static final class Builder {

        private @Nullable String dataPoolId;
        private @Nullable String dataSourceDescriptorId;
        private @Nullable String fileId;

        private Builder() {}

        /** The data pool. */
        public Builder dataPoolId(String dataPoolId) {
            this.dataPoolId = Objects.requireNonNull(dataPoolId, "dataPoolId");
            return this;
        }

        /** The data source of the pool, which the Hub knew until 2024. */
        public Builder dataSourceDescriptorId(String dataSourceDescriptorId) {
            this.dataSourceDescriptorId = Objects.requireNonNull(dataSourceDescriptorId, "dataSourceDescriptorId");
            return this;
        }

        /** The file. */
        public Builder fileId(String fileId) {
            this.fileId = Objects.requireNonNull(fileId, "fileId");
            return this;
        }

        /** What has been put together. */
        public DataPoolRef build() {
            return new DataPoolRef(dataPoolId, dataSourceDescriptorId, fileId);
        }
    }
}
