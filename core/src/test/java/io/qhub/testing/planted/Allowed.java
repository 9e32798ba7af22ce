package io.qhub.testing.planted;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/** What looks like a violation and is none. */
public final class Allowed {

    private Allowed() {}

    static class NamesAPath {
        Path of(String name) throws NoSuchFileException {
            if (name.isEmpty()) {
                throw new NoSuchFileException(name);
            }
            return Path.of(name).normalize();
        }
    }

    static class Operator extends FluxOperator<Integer, Integer> {

        Operator(Flux<Integer> source) {
            super(source);
        }

        @Override
        public void subscribe(CoreSubscriber<? super Integer> actual) {
            source.subscribe(actual);
        }
    }

    static class AnInternalSignal extends RuntimeException {}
}
