package io.qhub.core.internal.answer;

import io.qhub.core.internal.answer.Bodies.Collected;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** A body in memory. Unlike {@code collect(..)} it drops no part that comes during a cancel. For one subscription. */
final class Collecting extends Mono<byte[]> {

    private final Flux<DataBuffer> body;
    private final Collected all;

    Collecting(Flux<DataBuffer> body, Collected all) {
        this.body = body;
        this.all = all;
    }

    @Override
    public void subscribe(CoreSubscriber<? super byte[]> actual) {
        body.subscribe(new Parts(actual, all));
    }

    private static final class Parts implements CoreSubscriber<DataBuffer>, Subscription {

        private final CoreSubscriber<? super byte[]> actual;
        private final Collected all;
        private @Nullable Subscription upstream;
        private boolean done;

        private Parts(CoreSubscriber<? super byte[]> actual, Collected all) {
            this.actual = actual;
            this.all = all;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            if (Operators.validate(upstream, subscription)) {
                upstream = subscription;
                actual.onSubscribe(this);
                subscription.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(DataBuffer part) {
            if (done) {
                DataBufferUtils.release(part);
                return;
            }
            try {
                all.add(part);
            } catch (Throwable failure) {
                Exceptions.throwIfJvmFatal(failure);
                cancel();
                onError(failure);
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (done) {
                Operators.onErrorDropped(failure, currentContext());
                return;
            }
            done = true;
            // Spring fails a body that is asked for just after a cancel; nobody is there to hear of it.
            if (!all.isAbandoned()) {
                actual.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (done) {
                return;
            }
            done = true;
            actual.onNext(all.bytes());
            actual.onComplete();
        }

        // All is asked for at once; there is one value.
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {
            Subscription mine = upstream;
            if (mine != null) {
                mine.cancel();
            }
        }
    }
}
