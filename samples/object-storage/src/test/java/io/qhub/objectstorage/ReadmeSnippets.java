package io.qhub.objectstorage;

import io.qhub.core.transfer.Uploads;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.service.ServiceExecutionHandle;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** The code of the READMEs, so that it compiles; {@link ReadmeTest} holds the two together. */
final class ReadmeSnippets {

    private final HubQuantumClient quantum;
    private final S3AsyncClient s3;

    ReadmeSnippets(HubQuantumClient quantum, S3AsyncClient s3) {
        this.quantum = quantum;
        this.s3 = s3;
    }

    Mono<StoredObject> relay(String jobId) {
        ObjectStore store = ObjectStore.builder(s3, "results").partsInFlight(4).build();

        return quantum.jobs()
                .awaitJob(jobId)
                .then(store.upload("jobs/" + jobId + ".json", quantum.jobs().getJobResultStream(jobId)))
                .flatMap(store::verify);
    }

    static Mono<StoredObject> known(ObjectStore store, Publisher<DataBuffer> content, long length) {
        return store.upload(
                "files/counts.csv",
                Uploads.fromPublisher(content).withLength(length).withMediaType(MediaType.parseMediaType("text/csv")));
    }

    static Flux<StoredObject> files(ServiceExecutionHandle execution, ObjectStore store) {
        return ExecutionFiles.store(execution, store, "executions/" + execution.id() + "/")
                .concatMap(store::verify);
    }
}
