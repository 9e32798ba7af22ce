package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.platform.model.gitintegrations.CreateGitIntegrationRequest;
import io.qhub.platform.model.gitintegrations.GitIntegrationDto;
import io.qhub.platform.model.gitintegrations.GitRepositoryDto;
import io.qhub.platform.model.gitintegrations.UpdateGitIntegrationRequest;
import java.util.List;
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

    static final Operation GET_GIT_INTEGRATIONS = Operation.get(
                    "platform.gitIntegrations.getGitIntegrations", "/git-integrations")
            .returnsArray(GitIntegrationDto.class)
            .designed();
    static final Operation CREATE_GIT_INTEGRATION = Operation.post(
                    "platform.gitIntegrations.createGitIntegration", "/git-integrations")
            .body(CreateGitIntegrationRequest.class)
            .returns(GitIntegrationDto.class)
            .designed();
    static final Operation GET_GIT_INTEGRATION = Operation.get(
                    "platform.gitIntegrations.getGitIntegration", "/git-integrations/{id}")
            .returns(GitIntegrationDto.class)
            .designed();
    static final Operation UPDATE_GIT_INTEGRATION = Operation.put(
                    "platform.gitIntegrations.updateGitIntegration", "/git-integrations/{id}")
            .body(UpdateGitIntegrationRequest.class)
            .returns(GitIntegrationDto.class)
            .designed();
    static final Operation DELETE_GIT_INTEGRATION = Operation.delete(
                    "platform.gitIntegrations.deleteGitIntegration", "/git-integrations/{id}")
            .designed();
    static final Operation GET_GIT_REPOSITORIES = Operation.get(
                    "platform.gitIntegrations.getGitRepositories", "/git-integrations/{id}/repositories")
            .query("search")
            .returnsArray(GitRepositoryDto.class)
            .designed();

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(
            GET_GIT_INTEGRATIONS,
            CREATE_GIT_INTEGRATION,
            GET_GIT_INTEGRATION,
            UPDATE_GIT_INTEGRATION,
            DELETE_GIT_INTEGRATION,
            GET_GIT_REPOSITORIES);

    private final HubHttp http;

    GitIntegrationsClient(HubHttp http) {
        this.http = http;
    }

    /** The connections to Git providers. {@code GET /git-integrations}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose and the providers are documented, the operation is not")
    public Flux<GitIntegrationDto> getGitIntegrations() {
        return Listings.all(http, GET_GIT_INTEGRATIONS, GitIntegrationDto.class);
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
        return http.call(CREATE_GIT_INTEGRATION)
                .body(Objects.requireNonNull(request, "request"))
                .to(GitIntegrationDto.class, answer -> answer.id() == null ? "id" : null);
    }

    /** One connection to a Git provider. {@code GET /git-integrations/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose and the providers are documented, the operation is not")
    public Mono<GitIntegrationDto> getGitIntegration(String id) {
        return http.call(GET_GIT_INTEGRATION, id).to(GitIntegrationDto.class);
    }

    /** Changes name or token of a connection to a Git provider. {@code PUT /git-integrations/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose and the providers are documented, the operation is not")
    public Mono<GitIntegrationDto> updateGitIntegration(String id, UpdateGitIntegrationRequest request) {
        return http.call(UPDATE_GIT_INTEGRATION, id)
                .body(Objects.requireNonNull(request, "request"))
                .to(GitIntegrationDto.class);
    }

    /** Ends a connection to a Git provider. {@code DELETE /git-integrations/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose and the providers are documented, the operation is not")
    public Mono<Void> deleteGitIntegration(String id) {
        return http.call(DELETE_GIT_INTEGRATION, id).toNothing();
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
        return Listings.all(
                http, GET_GIT_REPOSITORIES, GitRepositoryDto.class, call -> call.query("search", search), id);
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
