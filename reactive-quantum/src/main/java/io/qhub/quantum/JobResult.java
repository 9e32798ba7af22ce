package io.qhub.quantum;

import io.qhub.quantum.model.Job;
import tools.jackson.databind.JsonNode;

/**
 * A completed job with its result.
 *
 * @param job the job as it ended
 * @param result the provider's result, of any shape
 */
public record JobResult(Job job, JsonNode result) {}
