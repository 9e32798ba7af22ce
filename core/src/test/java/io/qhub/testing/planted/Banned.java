package io.qhub.testing.planted;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.codec.json.Jackson2CodecSupport;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One class for each thing that a library class must not do. */
public final class Banned {

    private Banned() {}

    static class ReadsAFile {
        String read(Path path) throws IOException {
            return Files.readString(path);
        }
    }

    static class TakesAFile {
        void take(File file) {}
    }

    static class OpensAChannel {
        FileChannel open(Path path) throws IOException {
            return FileChannel.open(path);
        }
    }

    static class OpensAnAsynchronousChannel {
        AsynchronousFileChannel open(Path path) throws IOException {
            return AsynchronousFileChannel.open(path);
        }
    }

    static class AsksAPath {
        Path ask(Path path) throws IOException {
            return path.toRealPath();
        }
    }

    static class PublishesOn {
        Flux<Integer> of(Flux<Integer> source) {
            return source.publishOn(Schedulers.parallel());
        }
    }

    static class PublishesOnInALambda {
        Flux<Integer> of(Mono<Integer> source) {
            return Flux.defer(() -> source.publishOn(Schedulers.parallel()));
        }
    }

    static class Blocks {
        Object of(Mono<Integer> source) {
            return source.block();
        }
    }

    static class BlocksByReference {
        Function<Mono<Integer>, Integer> of() {
            return Mono::block;
        }
    }

    static class BlocksForTheLast {
        Object of(Flux<Integer> source) {
            return source.blockLast(Duration.ZERO);
        }
    }

    static class Iterates {
        Object of(Flux<Integer> source) {
            return source.toIterable();
        }
    }

    static class Streams {
        Object of(Flux<Integer> source) {
            return source.toStream();
        }
    }

    static class MakesAFuture {
        Object of(Mono<Integer> source) {
            return source.toFuture();
        }
    }

    static class Sleeps {
        void sleep() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    static class Waits {
        void await(CountDownLatch latch) throws InterruptedException {
            latch.await();
        }
    }

    static class Joins {
        Object join(CompletableFuture<String> future) {
            return future.join();
        }
    }

    static class LooksANameUp {
        Object lookUp() throws UnknownHostException {
            return InetAddress.getByName("localhost");
        }
    }

    static class Subscribes {
        void to(Mono<Integer> source) {
            source.subscribe();
        }
    }

    static class SubscribesInALambda {
        Runnable to(Flux<Integer> source) {
            return () -> source.subscribe(value -> {});
        }
    }

    static class SubscribesByReference {
        Runnable to(Flux<Integer> source) {
            return source::subscribe;
        }
    }

    static class SubscribesASubscriber {
        void to(Publisher<Integer> source, Subscriber<Integer> subscriber) {
            source.subscribe(subscriber);
        }
    }

    static class SubscribesLikeAnOperatorButIsNone {
        void to(Flux<Integer> source, CoreSubscriber<Integer> subscriber) {
            source.subscribe(subscriber);
        }
    }

    static class SubscribesWith {
        void to(Flux<Integer> source) {
            source.subscribeWith(new BaseSubscriber<>() {});
        }
    }

    /** An operator, but this is another subscription than that of its source. */
    static class OperatorThatSubscribesOnTheSide extends reactor.core.publisher.FluxOperator<Integer, Integer> {

        OperatorThatSubscribesOnTheSide(Flux<Integer> source) {
            super(source);
        }

        @Override
        public void subscribe(CoreSubscriber<? super Integer> actual) {
            source.subscribe(actual::onNext);
        }
    }

    static class SetsAHook {
        void set() {
            Hooks.enableAutomaticContextPropagation();
        }
    }

    static class DecoratesSchedulers {
        void set() {
            Schedulers.onScheduleHook("key", task -> task);
        }
    }

    static class HasASynchronizedMethod {
        synchronized void run() {}
    }

    static class HasASynchronizedBlock {
        int run() {
            synchronized (this) {
                return 1;
            }
        }
    }

    static class HasAThreadLocal {
        private final ThreadLocal<String> name = new ThreadLocal<>();

        Object name() {
            return name.get();
        }
    }

    static class Prints {
        void print() {
            System.out.println("x");
        }
    }

    static class PrintsAStackTrace {
        void print(Exception failure) {
            failure.printStackTrace();
        }
    }

    static class WritesToAPath {
        Object write(Publisher<DataBuffer> source, Path path) {
            return DataBufferUtils.write(source, path);
        }
    }

    static class KnowsSpringSecurity {
        OAuth2AccessToken token(OAuth2AccessToken token) {
            return token;
        }
    }

    static class KnowsBeans implements org.springframework.beans.factory.DisposableBean {
        @Override
        public void destroy() {}
    }

    static class KnowsHints implements org.springframework.aot.hint.RuntimeHintsRegistrar {
        @Override
        public void registerHints(org.springframework.aot.hint.RuntimeHints hints, ClassLoader loader) {}
    }

    @SuppressWarnings({"deprecation", "removal"})
    static class KnowsJackson2InSpring {
        Object name() {
            return Jackson2CodecSupport.JSON_VIEW_HINT;
        }

        boolean is(Object codec) {
            return codec instanceof Jackson2CodecSupport;
        }
    }

    static class TicksOutsideOfPolling {
        Flux<Long> tick() {
            return Flux.interval(Duration.ofSeconds(1)).take(1);
        }
    }

    public static class AnExceptionOfItsOwn extends RuntimeException {}
}
