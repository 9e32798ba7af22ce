package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.platform.model.gitintegrations.CreateGitIntegrationRequest;
import io.qhub.platform.model.gitintegrations.GitIntegrationDto;
import io.qhub.platform.model.gitintegrations.GitRepositoryDto;
import io.qhub.platform.model.gitintegrations.UpdateGitIntegrationRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Connections to Git providers, which services are built from.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class GitIntegrationsClient {

    static final Operations OPERATIONS = Operations.of("platform.gitIntegrations");

    static final Operation<Page<GitIntegrationDto>> GET_GIT_INTEGRATIONS = OPERATIONS
            .get("getGitIntegrations", "/git-integrations")
            .designed()
            .answersListOrPage(GitIntegrationDto.class);
    static final Operation<GitIntegrationDto> CREATE_GIT_INTEGRATION = OPERATIONS
            .post("createGitIntegration", "/git-integrations")
            .body(CreateGitIntegrationRequest.class)
            .designed()
            .answers(GitIntegrationDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<GitIntegrationDto> GET_GIT_INTEGRATION = OPERATIONS
            .get("getGitIntegration", "/git-integrations/{id}")
            .designed()
            .answers(GitIntegrationDto.class);
    static final Operation<GitIntegrationDto> UPDATE_GIT_INTEGRATION = OPERATIONS
            .put("updateGitIntegration", "/git-integrations/{id}")
            .body(UpdateGitIntegrationRequest.class)
            .designed()
            .answers(GitIntegrationDto.class);
    static final Operation<Void> DELETE_GIT_INTEGRATION = OPERATIONS
            .delete("deleteGitIntegration", "/git-integrations/{id}")
            .designed()
            .answersNothing();
    static final Operation<Page<GitRepositoryDto>> GET_GIT_REPOSITORIES = OPERATIONS
            .get("getGitRepositories", "/git-integrations/{id}/repositories")
            .query("search")
            .designed()
            .answersListOrPage(GitRepositoryDto.class);

    private final HubHttp http;

    GitIntegrationsClient(HubHttp http) {
        this.http = http;
    }

    /** The connections to Git providers. {@code GET /git-integrations}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose and the providers are documented, the operation is not")
    public Flux<GitIntegrationDto> getGitIntegrations() {
        return Listings.all(http, GET_GIT_INTEGRATIONS);
    }

    /** As {@link #getGitIntegrations()}: the name that every listing has. */
    public Flux<GitIntegrationDto> listGitIntegrations() {
        return getGitIntegrations();
    }

    /**
     * Connects a Git provider. {@code POST /git-integrations}; not retried once the Hub may have seen it. Of the
     * answer only the id is needed.
     */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose and the providers are documented, the operation is not")
    public Mono<GitIntegrationDto> createGitIntegration(CreateGitIntegrationRequest request) {
        return http.request(CREATE_GIT_INTEGRATION)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** One connection to a Git provider. {@code GET /git-integrations/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose and the providers are documented, the operation is not")
    public Mono<GitIntegrationDto> getGitIntegration(String id) {
        return http.call(GET_GIT_INTEGRATION, id);
    }

    /** Changes name or token of a connection to a Git provider. {@code PUT /git-integrations/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose and the providers are documented, the operation is not")
    public Mono<GitIntegrationDto> updateGitIntegration(String id, UpdateGitIntegrationRequest request) {
        return http.request(UPDATE_GIT_INTEGRATION, id)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** Ends a connection to a Git provider. {@code DELETE /git-integrations/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose and the providers are documented, the operation is not")
    public Mono<Void> deleteGitIntegration(String id) {
        return http.call(DELETE_GIT_INTEGRATION, id);
    }

    /**
     * The repositories that a connection can read. {@code GET /git-integrations/{id}/repositories}; retried.
     *
     * @param search a part of the name; null leaves it out
     */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose and the providers are documented, the operation is not")
    public Flux<GitRepositoryDto> getGitRepositories(String id, @Nullable String search) {
        return Listings.all(http, GET_GIT_REPOSITORIES, call -> call.query("search", search), id);
    }

    /** All of them. */
    public Flux<GitRepositoryDto> getGitRepositories(String id) {
        return getGitRepositories(id, null);
    }

    /** As {@link #getGitRepositories(String, String)}: the name that every listing has. */
    public Flux<GitRepositoryDto> listGitRepositories(String id, @Nullable String search) {
        return getGitRepositories(id, search);
    }

    /** All of them. */
    public Flux<GitRepositoryDto> listGitRepositories(String id) {
        return getGitRepositories(id, null);
    }
}
