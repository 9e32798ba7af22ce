package io.qhub.core.observation;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import org.jspecify.annotations.Nullable;

/**
 * Which key values an observed call has. Implement it to change or add some; what is not overridden stays as told here.
 * Give it to a client's builder, or make it a bean.
 *
 * <p>Of low cardinality: {@code api}, {@code operation}, {@code method}, {@code uri} (the template, never an id),
 * {@code status} ({@code NONE} where no answer came), {@code exception} (the simple name of its class, or {@code none})
 * and {@code outcome} ({@code SUCCESS}, {@code CLIENT_ERROR}, {@code SERVER_ERROR}, {@code CANCELLED} or
 * {@code UNKNOWN}). Of high cardinality: {@code attempts} and, for downloads and uploads, {@code bytes}.
 *
 * <p>The name of an observation is that of its {@link HubObservationContext.Kind} unless {@link #getName()} gives one.
 */
public interface HubObservationConvention extends ObservationConvention<HubObservationContext> {

    /** The convention that applies where there is no other. */
    HubObservationConvention DEFAULT = new HubObservationConvention() {};

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof HubObservationContext;
    }

    @Override
    default KeyValues getLowCardinalityKeyValues(HubObservationContext call) {
        return KeyValues.of(
                "api",
                call.api(),
                "operation",
                call.operation(),
                "method",
                call.method(),
                "uri",
                call.uriTemplate(),
                "status",
                call.status() == null ? "NONE" : String.valueOf(call.status()),
                "exception",
                call.getError() == null ? "none" : call.getError().getClass().getSimpleName(),
                "outcome",
                outcome(call));
    }

    @Override
    default KeyValues getHighCardinalityKeyValues(HubObservationContext call) {
        KeyValues values = KeyValues.of("attempts", String.valueOf(call.attempts()));
        return switch (call.kind()) {
            case CALL, POLL -> values;
            case DOWNLOAD, UPLOAD -> values.and("bytes", String.valueOf(call.bytes()));
        };
    }

    /** What a trace shows: the name of the operation. */
    @Override
    default String getContextualName(HubObservationContext call) {
        return call.operation();
    }

    /** How a call ended; {@code UNKNOWN} as long as it has not. */
    static String outcome(HubObservationContext call) {
        if (call.isCancelled()) {
            return "CANCELLED";
        }
        @Nullable Integer status = call.status();
        if (call.getError() == null) {
            return status == null ? "UNKNOWN" : "SUCCESS";
        }
        if (status == null) {
            return "UNKNOWN";
        }
        return switch (status / 100) {
            case 4 -> "CLIENT_ERROR";
            case 5 -> "SERVER_ERROR";
            default -> "UNKNOWN";
        };
    }
}
