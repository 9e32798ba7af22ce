package io.qhub.platform.model.gitintegrations;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A repository that a Git integration can read. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param fullName owner and name of the repository
 * @param url where it is
 * @param defaultBranch the branch that is used unless another is named
 * @param isPrivate whether it is private
 */
public record GitRepositoryDto(
        @Nullable String id,
        @Nullable String fullName,
        @Nullable String url,
        @Nullable String defaultBranch,
        @JsonProperty("private") @Nullable Boolean isPrivate) {}
