package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Paging;
import io.qhub.platform.model.internal.Values;
import io.qhub.platform.model.user.UserDto;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The directory of users. Its endpoints need no authenticated principal.
 *
 * <p>All calls are retried.
 */
public final class UserDirectoryClient {

    static final Operations OPERATIONS = Operations.of("user.users");

    static final Operation<Page<UserDto>> SEARCH_USERS = OPERATIONS
            .get("searchUsers", "/users")
            .unscoped()
            .query("search", "page", "size", "sort")
            .designed()
            .answersPage(UserDto.class);
    static final Operation<UserDto> GET_USER =
            OPERATIONS.get("getUser", "/users/{id}").unscoped().designed().answers(UserDto.class);

    private final HubHttp http;

    UserDirectoryClient(HubHttp http) {
        this.http = http;
    }

    /**
     * One page of the users whose name holds what is searched for, three letters at least. {@code GET /users};
     * retried.
     *
     * @param search a part of a name, three letters at least
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the namespace is documented, the operation is not")
    public Mono<Page<UserDto>> searchUsers(String search, PageQuery page) {
        return http.request(SEARCH_USERS)
                .query("search", Values.notBlank("search", search))
                .query(page)
                .send();
    }

    /** All users whose name holds what is searched for, in order, fetched page by page as they are needed. */
    public Flux<UserDto> listUsers(String search) {
        Values.notBlank("search", search);
        return Paging.list(PageQuery.first(), page -> searchUsers(search, page));
    }

    /** One user. {@code GET /users/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the namespace is documented, the operation is not")
    public Mono<UserDto> getUser(String id) {
        return http.call(GET_USER, id);
    }
}
