package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Paging;
import io.qhub.platform.model.internal.Values;
import io.qhub.platform.model.user.UserDto;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The directory of users. Its endpoints need no authenticated principal.
 *
 * <p>All calls are retried.
 */
public final class UserDirectoryClient {

    static final Operation SEARCH_USERS = Operation.get("user.users.searchUsers", "/users")
            .unscoped()
            .query("search", "page", "size", "sort")
            .returnsPage(UserDto.class)
            .designed();
    static final Operation GET_USER = Operation.get("user.users.getUser", "/users/{id}")
            .unscoped()
            .returns(UserDto.class)
            .designed();

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(SEARCH_USERS, GET_USER);

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
        return http.call(SEARCH_USERS)
                .query("search", Values.notBlank("search", search))
                .query(page)
                .toPage(UserDto.class);
    }

    /** All users whose name holds what is searched for, in order, fetched page by page as they are needed. */
    public Flux<UserDto> listUsers(String search) {
        Values.notBlank("search", search);
        return Paging.list(PageQuery.first(), page -> searchUsers(search, page));
    }

    /** One user. {@code GET /users/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the namespace is documented, the operation is not")
    public Mono<UserDto> getUser(String id) {
        return http.call(GET_USER, id).to(UserDto.class);
    }
}
