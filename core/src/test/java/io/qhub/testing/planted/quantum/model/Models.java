package io.qhub.testing.planted.quantum.model;

import io.qhub.testing.planted.quantum.QuantumFacade;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

public final class Models {

    private static final int NO_COMPONENT = 1;

    private Models() {}

    public record Job(Long shots, String name) {
        static final int LIMIT = NO_COMPONENT;
    }

    record Primitive(String name, int shots) {}

    record OpenStatus(String value) {
        enum Known {
            RUNNING,
            UNRECOGNIZED
        }
    }

    enum ClosedStatus {
        RUNNING
    }

    record KnowsItsClient(QuantumFacade client) {}

    record Reactive(Mono<String> name) {}

    record KnowsHttp(HttpStatus status) {}
}
