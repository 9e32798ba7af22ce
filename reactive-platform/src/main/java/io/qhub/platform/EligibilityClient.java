package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.platform.model.eligibility.EligibilityCheckDto;
import io.qhub.platform.model.eligibility.EligibilityDto;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What the current principal is entitled to.
 *
 * <p>All calls are retried.
 */
public final class EligibilityClient {

    static final Operation GET_ELIGIBILITY = Operation.get("platform.eligibility.getEligibility", "/eligibility")
            .returns(EligibilityDto.class)
            .designed();
    static final Operation CHECK_ELIGIBILITY = Operation.get(
                    "platform.eligibility.checkEligibility", "/eligibility/{feature}")
            .query("resourceId")
            .returns(EligibilityCheckDto.class)
            .designed();

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(GET_ELIGIBILITY, CHECK_ELIGIBILITY);

    private final HubHttp http;

    EligibilityClient(HubHttp http) {
        this.http = http;
    }

    /** What the current principal is entitled to. {@code GET /eligibility}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<EligibilityDto> getEligibility() {
        return http.call(GET_ELIGIBILITY).to(EligibilityDto.class);
    }

    /**
     * Whether the current principal is entitled to one feature. {@code GET /eligibility/{feature}}; retried.
     *
     * @param feature the name of the feature
     * @param resourceId the resource that the feature is needed for; null leaves it out
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<EligibilityCheckDto> checkEligibility(String feature, @Nullable String resourceId) {
        return http.call(CHECK_ELIGIBILITY, feature)
                .query("resourceId", resourceId)
                .to(EligibilityCheckDto.class);
    }

    /** The same, for no resource in particular. */
    public Mono<EligibilityCheckDto> checkEligibility(String feature) {
        return checkEligibility(feature, null);
    }
}
