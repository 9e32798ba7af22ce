package io.qhub.quantum;

import io.qhub.quantum.model.Job;
import tools.jackson.databind.JsonNode;

/**
 * A completed job with its result.
 *
 * @param job the job as it ended
 * @param result the provider's result, of any shape
 */
public record JobResult(Job job, JsonNode result) {

    /**
     * The result read as measurements, with what the job says of shots.
     *
     * @throws UnreadableResultException if the result's shape is not known, or is not the result of a measurement
     */
    public Measurements measurements() {
        return Measurements.of(result, MeasurementHints.of(job));
    }
}
