package io.qhub.core.internal.call;

import io.micrometer.observation.Observation;
import io.qhub.core.observation.HubObservationContext;
import io.qhub.core.observation.HubObservationContext.Kind;
import io.qhub.core.observation.HubObservationConvention;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Reports one call to Micrometer. There is one only where somebody wants to know, so that all others pay nothing. It ends
 * once, with what it is told first.
 */
public final class CallObservation {

    public static final Observation.Event RETRY = Observation.Event.of("retry");
    static final Observation.Event WAIT = Observation.Event.of("wait");

    /** Where Micrometer and Spring look for the observation that goes on, in the Reactor Context. */
    public static final String KEY = "micrometer.observation";

    private final HubObservationContext told;
    private final Observation observation;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Attempt last;

    private CallObservation(HubObservationContext told, Observation observation) {
        this.told = told;
        this.observation = observation;
    }

    /** Begins to report. The parent is what the context says. */
    public static CallObservation start(Kind kind, Endpoint endpoint, Environment environment, ContextView context) {
        HubObservationContext told = new HubObservationContext(
                kind, environment.apiName(), endpoint.name(), endpoint.method().name(), endpoint.path());
        HubObservationConvention given = environment.convention();
        Observation observation = Observation.createNotStarted(
                        kind.observationName(), () -> told, environment.observations())
                .observationConvention(given != null ? given : HubObservationConvention.DEFAULT)
                .parentObservation(context.getOrDefault(KEY, null));
        return new CallObservation(told, observation.start());
    }

    /** An attempt of this call begins. */
    void attempts(Attempt begun) {
        last = begun;
        told.addAttempt();
    }

    public boolean hasTried() {
        return told.attempts() > 0;
    }

    void event(Observation.Event event) {
        if (!ended.get()) {
            observation.event(event);
        }
    }

    /** Reports how this ends. What is below it sees the observation in its context. */
    public <T> Mono<T> over(Mono<T> work) {
        return work.doOnSuccess(done -> succeeded())
                .doOnError(this::failed)
                .doOnCancel(this::cancelled)
                .contextWrite(this::into);
    }

    /** The same, up to the last byte. */
    public Flux<DataBuffer> over(Flux<DataBuffer> content) {
        return counted(content)
                .doOnComplete(this::succeeded)
                .doOnError(this::failed)
                .doOnCancel(this::cancelled)
                .contextWrite(this::into);
    }

    public Flux<DataBuffer> counted(Flux<DataBuffer> content) {
        return content.doOnNext(part -> told.addBytes(part.readableByteCount()));
    }

    /** The request with what is written to it counted. */
    ClientHttpRequest counting(ClientHttpRequest request) {
        return new ClientHttpRequestDecorator(request) {
            @Override
            public Mono<Void> writeWith(Publisher<? extends DataBuffer> content) {
                return super.writeWith(counted(Flux.from(content)));
            }
        };
    }

    private Context into(Context context) {
        return observation.isNoop() ? context : context.put(KEY, observation);
    }

    private void succeeded() {
        end(null, false);
    }

    private void failed(Throwable failure) {
        end(failure, false);
    }

    private void cancelled() {
        end(null, true);
    }

    private void end(@Nullable Throwable failure, boolean cancelled) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Attempt ended = last;
        told.setStatus(ended == null ? null : ended.status());
        if (failure != null) {
            observation.error(failure);
        }
        if (cancelled) {
            told.setCancelled();
        }
        observation.stop();
    }
}
