package io.qhub.platform.model.user;

import io.qhub.platform.model.AccessTokenDto;
import io.qhub.platform.model.internal.Values;
import java.util.List;

/**
 * The personal access tokens of the current user.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param accessTokens the tokens, without their values; never null
 */
public record PersonalAccessTokensDto(List<AccessTokenDto> accessTokens) {

    public PersonalAccessTokensDto {
        accessTokens = Values.list(accessTokens);
    }
}
