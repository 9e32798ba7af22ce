package io.qhub.fanout;

import io.qhub.core.polling.BatchOptions;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.quantum.SubmitOnceOptions;
import io.qhub.quantum.model.Backend;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.SdkProvider;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What is swept, and how.
 *
 * @param name the batch of the journal
 * @param id what the keys of its points begin with
 * @param backend where its jobs run
 * @param circuit what runs
 * @param shots how often
 * @param bounds how much is under way at once
 * @param once how submissions of unknown outcome are settled
 * @param polling how jobs are awaited
 * @param pause how long to wait before looking again whether others' points are free
 * @param later after what time at least a point comes again that the Hub could not take
 */
record Sweep(
        String name,
        String id,
        Backend backend,
        CircuitTemplate circuit,
        int shots,
        BatchOptions bounds,
        SubmitOnceOptions once,
        PollingPolicy polling,
        Duration pause,
        Duration later) {

    String keys() {
        return id + "-";
    }

    CreateJobRequest request(long number, JsonNode parameters, Optional<String> session) {
        CreateJobRequest.Builder request = CreateJobRequest.builder(
                        String.valueOf(backend.id()), shots, circuit.at(parameters))
                .name(name + " #" + number)
                .inputFormat(circuit.format())
                .sdkProvider(SdkProvider.CLIENT)
                .tag("fan-out");
        session.ifPresent(request::sessionId);
        return request.build();
    }
}
