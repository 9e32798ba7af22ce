package io.qhub.quantum;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.quantum.model.Backend;
import io.qhub.quantum.model.BackendStateInfo;
import io.qhub.quantum.model.CalibrationResponse;
import io.qhub.quantum.model.Provider;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Quantum computers and simulators. All calls are GETs and are retried. */
public final class BackendsClient {

    static final Operations OPERATIONS = Operations.of("quantum.backends");

    static final Operation<List<Backend>> GET_BACKENDS = OPERATIONS
            .get("getBackends", "/backends")
            .query("provider", "onlyPlanqkSdk")
            .answersList(Backend.class);
    static final Operation<Backend> GET_BACKEND =
            OPERATIONS.get("getBackend", "/backends/{id}").answers(Backend.class);
    static final Operation<BackendStateInfo> GET_BACKEND_STATUS =
            OPERATIONS.get("getBackendStatus", "/backends/{id}/status").answers(BackendStateInfo.class);
    static final Operation<JsonNode> GET_BACKEND_CONFIG =
            OPERATIONS.get("getBackendConfig", "/backends/{id}/config").answers(JsonNode.class);
    static final Operation<CalibrationResponse> GET_BACKEND_CALIBRATION = OPERATIONS
            .get("getBackendCalibration", "/backends/{id}/calibration")
            .query("effectiveAt")
            .answers(CalibrationResponse.class);

    private final HubHttp http;

    BackendsClient(HubHttp http) {
        this.http = http;
    }

    /** All backends. {@code GET /backends} */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<Backend> getBackends() {
        return getBackends(null, null);
    }

    /**
     * The backends of one provider, or those that the Hub's own SDK supports. {@code GET /backends}
     *
     * @param provider null for all
     * @param onlyPlanqkSdk null leaves it to the Hub
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<Backend> getBackends(@Nullable Provider provider, @Nullable Boolean onlyPlanqkSdk) {
        return http.request(GET_BACKENDS)
                .query("provider", provider == null ? null : provider.value())
                .query("onlyPlanqkSdk", onlyPlanqkSdk)
                .send()
                .flatMapIterable(Function.identity());
    }

    /** One backend with its configuration, costs and availability. {@code GET /backends/{id}} */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Backend> getBackend(String id) {
        return http.call(GET_BACKEND, id);
    }

    /** Whether a backend takes jobs now, and how long its queue is. {@code GET /backends/{id}/status} */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<BackendStateInfo> getBackendStatus(String id) {
        return http.call(GET_BACKEND_STATUS, id);
    }

    /** The provider's own configuration document, of any shape. {@code GET /backends/{id}/config} */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<JsonNode> getBackendConfig(String id) {
        return http.call(GET_BACKEND_CONFIG, id);
    }

    /** The newest calibration of a backend. {@code GET /backends/{id}/calibration} */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<CalibrationResponse> getBackendCalibration(String id) {
        return http.call(GET_BACKEND_CALIBRATION, id);
    }

    /** The calibration that was in effect at a time. {@code GET /backends/{id}/calibration} */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<CalibrationResponse> getBackendCalibration(String id, Instant effectiveAt) {
        return http.request(GET_BACKEND_CALIBRATION, id)
                .query("effectiveAt", Objects.requireNonNull(effectiveAt, "effectiveAt"))
                .send();
    }
}
