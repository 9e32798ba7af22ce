package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.Paging;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.platform.model.AlgorithmDto;
import io.qhub.platform.model.ApiDto;
import io.qhub.platform.model.ImplementationDto;
import io.qhub.platform.model.UseCaseDto;
import io.qhub.platform.model.marketplace.ApiOverviewDto;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * What is published for everybody.
 *
 * <p>All calls are retried.
 */
public final class MarketplaceClient {

    static final Operations OPERATIONS = Operations.of("platform.marketplace");

    static final Operation<Page<ApiOverviewDto>> GET_MARKETPLACE_SERVICES =
            OPERATIONS.get("getMarketplaceServices", "/v2/apis").unscoped().answersListOrPage(ApiOverviewDto.class);
    static final Operation<ApiDto> GET_MARKETPLACE_SERVICE =
            OPERATIONS.get("getMarketplaceService", "/v2/apis/{id}").unscoped().answers(ApiDto.class);
    static final Operation<JsonNode> GET_MARKETPLACE_SERVICE_OPENAPI = OPERATIONS
            .get("getMarketplaceServiceOpenapi", "/v2/apis/{id}/api-spec")
            .unscoped()
            .answers(JsonNode.class);
    static final Operation<DataBuffer> GET_MARKETPLACE_SERVICE_LOGO = OPERATIONS
            .get("getMarketplaceServiceLogo", "/v2/apis/{id}/logo")
            .unscoped()
            .streams();
    static final Operation<Page<AlgorithmDto>> GET_MARKETPLACE_ALGORITHMS = OPERATIONS
            .get("getMarketplaceAlgorithms", "/marketplace/algorithms")
            .unscoped()
            .query("search", "page", "size", "sort")
            .designed()
            .answersPage(AlgorithmDto.class);
    static final Operation<AlgorithmDto> GET_MARKETPLACE_ALGORITHM = OPERATIONS
            .get("getMarketplaceAlgorithm", "/marketplace/algorithms/{id}")
            .unscoped()
            .designed()
            .answers(AlgorithmDto.class);
    static final Operation<Page<ImplementationDto>> GET_MARKETPLACE_IMPLEMENTATIONS = OPERATIONS
            .get("getMarketplaceImplementations", "/marketplace/implementations")
            .unscoped()
            .query("search", "page", "size", "sort")
            .designed()
            .answersPage(ImplementationDto.class);
    static final Operation<ImplementationDto> GET_MARKETPLACE_IMPLEMENTATION = OPERATIONS
            .get("getMarketplaceImplementation", "/marketplace/implementations/{id}")
            .unscoped()
            .designed()
            .answers(ImplementationDto.class);
    static final Operation<Page<UseCaseDto>> GET_MARKETPLACE_USE_CASES = OPERATIONS
            .get("getMarketplaceUseCases", "/marketplace/use-cases")
            .unscoped()
            .query("search", "page", "size", "sort")
            .designed()
            .answersPage(UseCaseDto.class);
    static final Operation<UseCaseDto> GET_MARKETPLACE_USE_CASE = OPERATIONS
            .get("getMarketplaceUseCase", "/marketplace/use-cases/{id}")
            .unscoped()
            .designed()
            .answers(UseCaseDto.class);

    private final HubHttp http;

    MarketplaceClient(HubHttp http) {
        this.http = http;
    }

    /** The services that are offered. {@code GET /v2/apis}; retried. */
    @EndpointEvidence(
            value = Evidence.VERIFIED,
            note = "the path is verified; its name of 2026 follows that of the single service")
    public Flux<ApiOverviewDto> getMarketplaceServices() {
        return Listings.all(http, GET_MARKETPLACE_SERVICES);
    }

    /** As {@link #getMarketplaceServices()}: the name that every listing has. */
    public Flux<ApiOverviewDto> listMarketplaceServices() {
        return getMarketplaceServices();
    }

    /** One service that is offered, by the id of its listing. {@code GET /v2/apis/{id}}; retried. */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "/marketplace/services is possible")
    public Mono<ApiDto> getMarketplaceService(String id) {
        return http.call(GET_MARKETPLACE_SERVICE, id);
    }

    /**
     * The OpenAPI document of a service that is offered. {@code GET /v2/apis/{id}/api-spec}; retried.
     *
     * <p>A document that comes as a JSON text is read too.
     */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "/marketplace/services is possible")
    public Mono<JsonNode> getMarketplaceServiceOpenapi(String id) {
        return http.call(GET_MARKETPLACE_SERVICE_OPENAPI, id).map(Answers::parsed);
    }

    /**
     * The logo of a service that is offered. {@code GET /v2/apis/{id}/logo}; retried until the answer's head has
     * arrived, not after.
     *
     * <p>The subscriber owns and releases each buffer; what is dropped before it reaches the subscriber is released by
     * the client. Backpressure reaches the socket.
     */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "/marketplace/services is possible")
    public Flux<DataBuffer> getMarketplaceServiceLogo(String id) {
        return http.stream(GET_MARKETPLACE_SERVICE_LOGO, id);
    }

    /**
     * The logo of a service that is offered, into a file. {@code GET /v2/apis/{id}/logo}
     *
     * @param target the file; it appears whole, at the end, or not at all
     * @see io.qhub.core.http.HubCall#toFile
     */
    public Mono<DownloadedFile> downloadMarketplaceServiceLogo(String id, Path target) {
        return downloadMarketplaceServiceLogo(id, target, DownloadOptions.defaults());
    }

    /** The same, with progress and other options. */
    public Mono<DownloadedFile> downloadMarketplaceServiceLogo(String id, Path target, DownloadOptions options) {
        return http.request(GET_MARKETPLACE_SERVICE_LOGO, id).toFile(target, options);
    }

    /** One page of the published algorithms. {@code GET /marketplace/algorithms}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the listing is documented, its path is not")
    public Mono<Page<AlgorithmDto>> getMarketplaceAlgorithms(SearchQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.request(GET_MARKETPLACE_ALGORITHMS))
                .send();
    }

    /**
     * All published algorithms from the asked page on, in order, fetched page by page as they are needed: who takes
     * five makes one request. What is added or deleted meanwhile can shift entries, so that one appears twice or not
     * at all.
     */
    public Flux<AlgorithmDto> listMarketplaceAlgorithms(SearchQuery query) {
        return Paging.list(query.page(), page -> getMarketplaceAlgorithms(query.withPage(page)));
    }

    /** All of them, as the Hub orders them. */
    public Flux<AlgorithmDto> listMarketplaceAlgorithms() {
        return listMarketplaceAlgorithms(SearchQuery.all());
    }

    /** One published algorithm. {@code GET /marketplace/algorithms/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the listing is documented, its path is not")
    public Mono<AlgorithmDto> getMarketplaceAlgorithm(String id) {
        return http.call(GET_MARKETPLACE_ALGORITHM, id);
    }

    /** One page of the published implementations. {@code GET /marketplace/implementations}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the listing is documented, its path is not")
    public Mono<Page<ImplementationDto>> getMarketplaceImplementations(SearchQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.request(GET_MARKETPLACE_IMPLEMENTATIONS))
                .send();
    }

    /**
     * All published implementations from the asked page on, in order, fetched page by page as they are needed: who
     * takes five makes one request. What is added or deleted meanwhile can shift entries, so that one appears twice or
     * not at all.
     */
    public Flux<ImplementationDto> listMarketplaceImplementations(SearchQuery query) {
        return Paging.list(query.page(), page -> getMarketplaceImplementations(query.withPage(page)));
    }

    /** All of them, as the Hub orders them. */
    public Flux<ImplementationDto> listMarketplaceImplementations() {
        return listMarketplaceImplementations(SearchQuery.all());
    }

    /** One published implementation. {@code GET /marketplace/implementations/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the listing is documented, its path is not")
    public Mono<ImplementationDto> getMarketplaceImplementation(String id) {
        return http.call(GET_MARKETPLACE_IMPLEMENTATION, id);
    }

    /** One page of the published use cases. {@code GET /marketplace/use-cases}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the listing is documented, its path is not")
    public Mono<Page<UseCaseDto>> getMarketplaceUseCases(SearchQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.request(GET_MARKETPLACE_USE_CASES))
                .send();
    }

    /**
     * All published use cases from the asked page on, in order, fetched page by page as they are needed: who takes
     * five makes one request. What is added or deleted meanwhile can shift entries, so that one appears twice or not
     * at all.
     */
    public Flux<UseCaseDto> listMarketplaceUseCases(SearchQuery query) {
        return Paging.list(query.page(), page -> getMarketplaceUseCases(query.withPage(page)));
    }

    /** All of them, as the Hub orders them. */
    public Flux<UseCaseDto> listMarketplaceUseCases() {
        return listMarketplaceUseCases(SearchQuery.all());
    }

    /** One published use case. {@code GET /marketplace/use-cases/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the listing is documented, its path is not")
    public Mono<UseCaseDto> getMarketplaceUseCase(String id) {
        return http.call(GET_MARKETPLACE_USE_CASE, id);
    }
}
