package io.qhub.microservice;

import io.qhub.core.HubContext;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobStatus;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The README's code for microservices; never run, only compiled. */
final class ReadmeSnippets {

    private final HubQuantumClient hub;

    ReadmeSnippets(HubQuantumClient hub) {
        this.hub = hub;
    }

    Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain, String tenant) {
        return chain.filter(exchange).contextWrite(HubContext.organization(tenant));
    }

    @PostMapping("/jobs")
    Mono<Job> submit(@RequestHeader("Idempotency-Key") String key, @RequestBody CreateJobRequest request) {
        return hub.jobs().submitJobOnce(request, key);
    }

    @GetMapping(path = "/jobs/{id}/events", produces = "text/event-stream")
    Flux<JobStatus> events(@PathVariable String id) {
        return hub.jobs().watchJob(id);
    }

    @GetMapping("/jobs/{id}/result")
    Flux<DataBuffer> result(@PathVariable String id) {
        return hub.jobs().getJobResultStream(id);
    }
}
