package io.qhub.fanout;

import io.qhub.journal.EntryState;
import io.qhub.journal.JobJournal;
import io.qhub.journal.JournalEntry;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.CreateJobRequest;
import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Flux;

/** The code of the README, so that it compiles; {@link ReadmeTest} runs it. */
final class ReadmeSnippets {

    private final HubQuantumClient quantum;
    private final JobJournal journal;

    ReadmeSnippets(HubQuantumClient quantum, JobJournal journal) {
        this.quantum = quantum;
        this.journal = journal;
    }

    Flux<Boolean> sweep(Function<JournalEntry, CreateJobRequest> circuitOf) {
        return journal.withLease(Duration.ofSeconds(30), worker -> journal.claimNew(worker, "sweep-7", 500)
                .flatMapIterable(claimed -> claimed)
                .flatMap(
                        point -> quantum.jobs()
                                .submitJobOnce(circuitOf.apply(point), point.key())
                                .delayUntil(job -> journal.submitted(worker, point.key(), job.id()))
                                .flatMap(job -> quantum.jobs().awaitJob(job.id()))
                                .flatMap(job -> journal.ended(worker, point.key(), EntryState.DONE, job.id())),
                        100));
    }
}
