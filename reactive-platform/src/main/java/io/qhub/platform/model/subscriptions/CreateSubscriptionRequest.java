package io.qhub.platform.model.subscriptions;

import io.qhub.platform.model.internal.Values;

/**
 * Which application subscribes to which service.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param serviceId the service
 * @param applicationId the application
 */
public record CreateSubscriptionRequest(String serviceId, String applicationId) {

    public CreateSubscriptionRequest {
        Values.notBlank("serviceId", serviceId);
        Values.notBlank("applicationId", applicationId);
    }

    /**
     * All that is needed.
     *
     * @param serviceId the service
     * @param applicationId the application
     * @throws IllegalArgumentException if a text is blank
     */
    public static CreateSubscriptionRequest of(String serviceId, String applicationId) {
        return new CreateSubscriptionRequest(serviceId, applicationId);
    }
}
