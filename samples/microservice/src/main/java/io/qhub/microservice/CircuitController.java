package io.qhub.microservice;

import io.qhub.journal.JobJournal;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.Measurements;
import io.qhub.quantum.UnreadableResultException;
import io.qhub.quantum.model.Backend;
import io.qhub.quantum.model.BackendStatus;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Circuits over HTTP. Of every tenant's circuits only its own exist for it. */
@RestController
@RequestMapping("/api")
class CircuitController {

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private final CircuitRunner runner;
    private final Circuits circuits;
    private final JobJournal journal;
    private final HubQuantumClient hub;
    private final MicroserviceProperties settings;

    CircuitController(
            CircuitRunner runner,
            Circuits circuits,
            JobJournal journal,
            HubQuantumClient hub,
            MicroserviceProperties settings) {
        this.runner = runner;
        this.circuits = circuits;
        this.journal = journal;
        this.hub = hub;
        this.settings = settings;
    }

    /** A backend that one can choose. */
    record Choice(
            String id,
            String name,
            List<String> inputFormats,
            @Nullable Integer minShots,
            @Nullable Integer maxShots) {}

    /** What was measured, how often. */
    record Counts(Map<String, Long> counts, boolean derived) {}

    /** OpenQASM as text, or IonQ's JSON. Answers when the Hub has taken it, or after a while in any case. */
    @PostMapping(
            path = "/circuits",
            consumes = {MediaType.TEXT_PLAIN_VALUE, MediaType.APPLICATION_JSON_VALUE})
    Mono<ResponseEntity<Circuit>> submit(
            @RequestAttribute(TenantFilter.ATTRIBUTE) String tenant,
            @RequestHeader(HttpHeaders.CONTENT_TYPE) MediaType type,
            @RequestParam(required = false) @Nullable String backend,
            @RequestParam(defaultValue = "500") int shots,
            @RequestBody(required = false) @Nullable String circuit) {
        boolean ionq = type.isCompatibleWith(MediaType.APPLICATION_JSON);
        String where = backend != null ? backend : ionq ? "azure.ionq.simulator" : "aws.sim.sv1";
        return Mono.fromSupplier(
                        () -> new Submission(tenant, where, shots, ionq, Objects.requireNonNullElse(circuit, "")))
                .flatMap(runner::take)
                .map(taken -> ResponseEntity.accepted()
                        .location(URI.create("/api/circuits/" + taken.id()))
                        .body(taken));
    }

    /** Where a circuit stands. */
    @GetMapping("/circuits/{id}")
    Mono<Circuit> circuit(@RequestAttribute(TenantFilter.ATTRIBUTE) String tenant, @PathVariable String id) {
        return found(tenant, id);
    }

    /** Where it stands and each change, the last of which is its end. A slow reader misses steps and not the end. */
    @GetMapping(path = "/circuits/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Mono<ResponseEntity<Flux<ServerSentEvent<Circuit>>>> events(
            @RequestAttribute(TenantFilter.ATTRIBUTE) String tenant, @PathVariable String id) {
        return found(tenant, id).map(circuit -> {
            Flux<ServerSentEvent<Circuit>> changes = runner.follow(circuit)
                    .map(each -> ServerSentEvent.<Circuit>builder(each)
                            .event("status")
                            .build());
            // A reader that has gone shows only when something is written.
            Flux<ServerSentEvent<Circuit>> alive = Mono.delay(SIGN_OF_LIFE)
                    .map(tick -> ServerSentEvent.<Circuit>builder().comment("").build())
                    .repeat();
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.noStore())
                    .body(Flux.merge(changes, alive).takeUntil(CircuitController::isLast));
        });
    }

    private static boolean isLast(ServerSentEvent<Circuit> event) {
        Circuit circuit = event.data();
        return circuit != null && circuit.hasEnded();
    }

    /** The Hub's result as it comes: as fast as the caller reads, nothing of it held here. */
    @GetMapping("/circuits/{id}/result")
    Mono<ResponseEntity<Flux<DataBuffer>>> result(
            @RequestAttribute(TenantFilter.ATTRIBUTE) String tenant, @PathVariable String id) {
        return completed(tenant, id).map(circuit -> ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .body(hub.jobs()
                        .getJobResultStream(jobId(circuit))
                        .timeout(settings.consumerPatience())
                        .doOnDiscard(DataBuffer.class, DataBufferUtils::release)));
    }

    /** What was measured, for results that fit into memory. */
    @GetMapping("/circuits/{id}/counts")
    Mono<Counts> counts(@RequestAttribute(TenantFilter.ATTRIBUTE) String tenant, @PathVariable String id) {
        return completed(tenant, id)
                .flatMap(circuit ->
                        Mono.zip(hub.jobs().getJobResult(jobId(circuit)), journal.find(id), (result, entry) -> {
                            Measurements measured = Measurements.of(
                                    result, Submission.of(entry.payload()).hints());
                            return new Counts(new TreeMap<>(measured.counts()), measured.countsDerived());
                        }))
                .onErrorMap(
                        odd -> odd instanceof UnreadableResultException || odd instanceof IllegalStateException,
                        odd -> new ProblemException(
                                HttpStatus.CONFLICT,
                                "The result holds no counts that can be read; fetch it whole.",
                                odd));
    }

    /** Cancels a circuit that has not ended. */
    @DeleteMapping("/circuits/{id}")
    Mono<ResponseEntity<Circuit>> cancel(
            @RequestAttribute(TenantFilter.ATTRIBUTE) String tenant, @PathVariable String id) {
        return found(tenant, id)
                .flatMap(circuit -> circuit.hasEnded()
                        ? Mono.error(new ProblemException(
                                HttpStatus.CONFLICT, "The circuit has ended as " + circuit.status() + ".", null))
                        : runner.cancel(circuit))
                .map(circuit -> ResponseEntity.accepted().body(circuit));
    }

    /** The backends that take jobs. */
    @GetMapping("/backends")
    Mono<List<Choice>> backends() {
        return hub.backends()
                .getBackends()
                .filter(backend -> backend.id() != null && BackendStatus.ONLINE.equals(backend.status()))
                .map(CircuitController::choice)
                .sort(Comparator.comparing(Choice::id))
                .collectList();
    }

    private static Choice choice(Backend backend) {
        String id = Objects.requireNonNull(backend.id());
        var configuration = backend.configuration();
        var shots = configuration == null ? null : configuration.shotsRange();
        return new Choice(
                id,
                Objects.requireNonNullElse(backend.displayName(), id),
                configuration == null
                        ? List.of()
                        : configuration.supportedInputFormats().stream()
                                .map(format -> format.value())
                                .toList(),
                shots == null ? null : shots.min(),
                shots == null ? null : shots.max());
    }

    private Mono<Circuit> found(String tenant, String id) {
        return circuits.find(tenant, id)
                .switchIfEmpty(Mono.error(
                        () -> new ProblemException(HttpStatus.NOT_FOUND, "There is no such circuit.", null)));
    }

    private Mono<Circuit> completed(String tenant, String id) {
        return found(tenant, id)
                .filter(Circuit::hasResult)
                .switchIfEmpty(Mono.error(() -> new ProblemException(
                        HttpStatus.CONFLICT, "The circuit has no result: it has not ended, or not well.", null)));
    }

    private static String jobId(Circuit circuit) {
        return Objects.requireNonNull(circuit.jobId());
    }
}
