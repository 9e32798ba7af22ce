package io.qhub.platform.model.implementations;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file of an implementation. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param name its name
 * @param mimeType the media type
 * @param fileURL where the file is
 * @param creationDate when it was created
 * @param lastModifiedAt when it was last changed
 */
public record ImplementationFileDto(
        @Nullable String id,
        @Nullable String name,
        @Nullable String mimeType,
        @JsonAlias("fileUrl") @Nullable String fileURL,
        @Nullable Instant creationDate,
        @Nullable Instant lastModifiedAt) {}
