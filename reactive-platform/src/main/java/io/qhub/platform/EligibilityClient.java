package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.platform.model.eligibility.EligibilityCheckDto;
import io.qhub.platform.model.eligibility.EligibilityDto;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What the current principal is entitled to.
 *
 * <p>All calls are retried.
 */
public final class EligibilityClient {

    static final Operations OPERATIONS = Operations.of("platform.eligibility");

    static final Operation<EligibilityDto> GET_ELIGIBILITY =
            OPERATIONS.get("getEligibility", "/eligibility").designed().answers(EligibilityDto.class);
    static final Operation<EligibilityCheckDto> CHECK_ELIGIBILITY = OPERATIONS
            .get("checkEligibility", "/eligibility/{feature}")
            .query("resourceId")
            .designed()
            .answers(EligibilityCheckDto.class);

    private final HubHttp http;

    EligibilityClient(HubHttp http) {
        this.http = http;
    }

    /** What the current principal is entitled to. {@code GET /eligibility}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<EligibilityDto> getEligibility() {
        return http.call(GET_ELIGIBILITY);
    }

    /**
     * Whether the current principal is entitled to one feature. {@code GET /eligibility/{feature}}; retried.
     *
     * @param feature the name of the feature
     * @param resourceId the resource that the feature is needed for; null leaves it out
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<EligibilityCheckDto> checkEligibility(String feature, @Nullable String resourceId) {
        return http.request(CHECK_ELIGIBILITY, feature)
                .query("resourceId", resourceId)
                .send();
    }

    /** The same, for no resource in particular. */
    public Mono<EligibilityCheckDto> checkEligibility(String feature) {
        return checkEligibility(feature, null);
    }
}
