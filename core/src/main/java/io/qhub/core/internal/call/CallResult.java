package io.qhub.core.internal.call;

import io.qhub.core.internal.answer.Reply;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;
import reactor.core.publisher.SignalType;
import reactor.util.context.Context;

/**
 * What is made of the answer of a call, once it has been read. A cancel is told to the call, before and after it goes on. Once it
 * has ended it holds nothing: whoever goes on with the value keeps this subscription, for a job until it has ended.
 */
public final class CallResult<T> extends MonoOperator<ClientResponse, T> {

    private final Call call;
    private final Function<Reply, @Nullable T> take;

    /**
     * @param answered brings a {@link Reply} that has been read
     * @param take makes the value of it; null for none
     */
    public CallResult(Mono<ClientResponse> answered, Call call, Function<Reply, @Nullable T> take) {
        super(answered);
        this.call = call;
        this.take = take;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        source.subscribe(new Taking<T>(actual, call, take));
    }

    private static final class Taking<T> extends AtomicBoolean implements CoreSubscriber<ClientResponse>, Subscription {

        private static final long serialVersionUID = 1L;

        private transient @Nullable CoreSubscriber<? super T> actual;
        private transient @Nullable Call call;
        private transient @Nullable Function<Reply, @Nullable T> take;
        private transient @Nullable Subscription upstream;

        private Taking(CoreSubscriber<? super T> actual, Call call, Function<Reply, @Nullable T> take) {
            this.actual = actual;
            this.call = call;
            this.take = take;
        }

        /** True for the first end only: success, failure or cancel. */
        private boolean ends() {
            return !get() && compareAndSet(false, true);
        }

        private void letGo() {
            actual = null;
            call = null;
            take = null;
            upstream = null;
        }

        @Override
        public Context currentContext() {
            CoreSubscriber<? super T> mine = actual;
            return mine == null ? Context.empty() : mine.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            CoreSubscriber<? super T> mine = actual;
            if (mine != null && Operators.validate(upstream, subscription)) {
                upstream = subscription;
                mine.onSubscribe(this);
            }
        }

        @Override
        public void onNext(ClientResponse answered) {
            CoreSubscriber<? super T> mine = actual;
            Function<Reply, @Nullable T> ours = take;
            T value = ours == null ? null : ours.apply((Reply) answered);
            if (mine != null && value != null && !get()) {
                mine.onNext(value);
            }
        }

        @Override
        public void onError(Throwable failure) {
            CoreSubscriber<? super T> mine = actual;
            if (mine != null && ends()) {
                letGo();
                mine.onError(failure);
            } else {
                Operators.onErrorDropped(failure, Context.empty());
            }
        }

        @Override
        public void onComplete() {
            CoreSubscriber<? super T> mine = actual;
            if (mine != null && ends()) {
                letGo();
                mine.onComplete();
            }
        }

        @Override
        public void request(long n) {
            Subscription mine = upstream;
            if (mine != null) {
                mine.request(n);
            }
        }

        @Override
        public void cancel() {
            Call ours = call;
            Subscription mine = upstream;
            if (ours != null && mine != null && ends()) {
                ours.abandon();
                mine.cancel();
                ours.ended(SignalType.CANCEL);
                letGo();
            }
        }
    }
}
