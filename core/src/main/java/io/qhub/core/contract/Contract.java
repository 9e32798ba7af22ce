package io.qhub.core.contract;

import io.qhub.core.HubClientBuilder;
import io.qhub.core.PathOverrides;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.error.CallTrace;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.http.AuthScheme;
import io.qhub.core.http.HubApi;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Compares the operations of a client with the OpenAPI document that a Hub serves, and finds those that have moved:
 *
 * <pre>{@code
 * Mono<HubQuantumClient> client = Contract.discover(HubQuantumClient.operations(), url, credential)
 *         .map(paths -> HubQuantumClient.builder().baseUrl(url).credential(credential).paths(paths).build());
 * }</pre>
 *
 * <p><b>What is one operation.</b> An operation of the document is that of the client if its {@code operationId}, one of
 * its tags, its HTTP method and the number of its path's variables agree. {@code servers} is ignored: paths are taken
 * below the base URL.
 * <ul>
 *   <li>Of an {@code operationId} a suffix of {@code _} and up to three digits, separators and case do not count: {@code
 *       getJob}, {@code get_job} and {@code getJob_1} are one. Among several, those without such a suffix come first.
 *   <li>A tag agrees with the namespace of the operation (the {@code jobs} in {@code quantum.jobs.getJob}) if they are
 *       the same without separators, case and a last word "controller", each word in the singular ({@code ies} for
 *       {@code y}, a last {@code s} off): {@code dataPools}, {@code data-pool} and {@code Data_Pool_Controller} are one.
 * </ul>
 *
 * <p><b>What is applied.</b> Only another path of the very same operation, and only if it is safe
 * ({@link PathOverrides}). Never another method, nor a path whose variables are fewer, more or in another order, nor one
 * of several that fit equally well; these are reported as {@link ContractReport.State#CHANGED}. An operation whose name
 * is not in the document but whose request is, is found all the same; if it is the very same request as another operation
 * of the client (method and path), it goes where that one has gone.
 *
 * <p><b>What is compared.</b> Query parameters, parts, and the members of JSON bodies and answers at every depth, by
 * their names. A schema's members are those of all that it combines ({@code allOf}, {@code oneOf}, {@code anyOf});
 * references are followed inside the document and nowhere else. Headers, types of values and descriptions are not
 * compared.
 */
public final class Contract {

    private static final Operations DOCS = Operations.of("contract.docs");

    /** Where a Hub serves its document. */
    static final Operation<String> GET_DOCS =
            DOCS.get("getDocs", "/docs").headers(HttpHeaders.ACCEPT).unscoped().answersText();

    /** Where older ones do. */
    static final Operation<String> GET_API_DOCS = DOCS.get("getApiDocs", "/v3/api-docs")
            .headers(HttpHeaders.ACCEPT)
            .unscoped()
            .answersText();

    private static final int LARGEST = 64 * 1024 * 1024;
    private static final int EXCERPT = 1024;

    private Contract() {}

    /**
     * Reads the document at {@code <baseUrl>/docs}, or at {@code <baseUrl>/v3/api-docs} where the former is not there,
     * and finds the paths that have moved. For APIs that take the token as {@code X-Auth-Token}; for others use {@link
     * #report}. Connections are opened for this call only. Cold; retried as every GET.
     *
     * @param operations the operations of a client, such as {@code HubQuantumClient.operations()}
     * @param baseUrl the base URL of the API
     * @param credential where tokens come from
     * @return the paths of the operations that have moved; signals {@link io.qhub.core.error.HubApiException} where the
     *     Hub refuses, and {@link HubDecodingException} where what it serves is not an OpenAPI 3 document in JSON, or is
     *     larger than 64 MiB
     * @throws IllegalArgumentException if {@code baseUrl} is not an http or https URL
     */
    public static Mono<PathOverrides> discover(
            Collection<? extends Operation<?>> operations, String baseUrl, AccessTokenProvider credential) {
        return report(operations, baseUrl, credential).map(ContractReport::overrides);
    }

    /** As {@link #discover(Collection, String, AccessTokenProvider)}, with all that was found. */
    public static Mono<ContractReport> report(
            Collection<? extends Operation<?>> operations, String baseUrl, AccessTokenProvider credential) {
        List<Operation<?>> table = List.copyOf(operations);
        Reader reader = new Reader().baseUrl(baseUrl).credential(credential).maxInMemorySize(LARGEST);
        return Mono.usingWhen(
                Mono.fromSupplier(reader::build),
                http -> report(table, http),
                HubHttp::closeLater,
                (http, failure) -> http.closeLater(),
                HubHttp::closeLater);
    }

    /**
     * As {@link #discover(Collection, String, AccessTokenProvider)}, through the transport of a client: with its
     * connections, credential, timeouts and limits, {@code maxInMemorySize} among them.
     */
    public static Mono<PathOverrides> discover(Collection<? extends Operation<?>> operations, HubHttp http) {
        return report(operations, http).map(ContractReport::overrides);
    }

    /** As {@link #discover(Collection, HubHttp)}, with all that was found. */
    public static Mono<ContractReport> report(Collection<? extends Operation<?>> operations, HubHttp http) {
        List<Operation<?>> table = List.copyOf(operations);
        Objects.requireNonNull(http, "http");
        return get(http, GET_DOCS)
                .onErrorResume(NotFoundException.class, missing -> get(http, GET_API_DOCS)
                        .onErrorMap(NotFoundException.class, both -> {
                            missing.addSuppressed(both);
                            return missing;
                        }))
                // A large document takes a while to read, which is not the event loop's to spend.
                .flatMap(document ->
                        Mono.fromCallable(() -> read(table, document)).subscribeOn(Schedulers.parallel()));
    }

    private static Mono<String> get(HubHttp http, Operation<String> document) {
        return http.request(document)
                .header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE)
                .send();
    }

    private static ContractReport read(List<Operation<?>> operations, String document) {
        try {
            return compare(operations, document);
        } catch (IllegalArgumentException unreadable) {
            throw new HubDecodingException(
                    GET_DOCS.name() + ": " + unreadable.getMessage(),
                    unreadable,
                    new CallTrace(GET_DOCS.name()),
                    200,
                    document.substring(0, Math.min(document.length(), EXCERPT)),
                    null);
        }
    }

    /**
     * Compares operations with a document. Reads nothing but the text given.
     *
     * @param operations the operations of a client
     * @param document an OpenAPI 3.0 or 3.1 document in JSON
     * @throws IllegalArgumentException if it is none, or is nested deeper or holds more than any real one
     */
    public static ContractReport compare(Collection<? extends Operation<?>> operations, String document) {
        List<Operation<?>> table = List.copyOf(operations);
        try {
            return new Comparison(table, OpenApiDocument.read(document)).report();
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(
                    "The OpenAPI document cannot be used: " + unreadable.getMessage(), unreadable);
        }
    }

    /** The transport that the document alone is read through. */
    private static final class Reader extends HubClientBuilder<Reader> {

        private HubHttp build() {
            return HubHttp.create(
                    new HubApi("OpenAPI document", AuthScheme.X_AUTH_TOKEN, true), options(null, "no credential"));
        }
    }
}
