package io.qhub.platform;

import io.qhub.core.error.HubException;
import io.qhub.core.http.HubHttp;
import io.qhub.core.polling.Answer;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.platform.model.managedservices.BuildJobDto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The build of one version, with the log that it writes. */
final class BuildWatch {

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.polling");
    private static final int KEPT_LINES = 100;

    private final HubHttp http;
    private final String serviceId;
    private final String versionId;
    private final @Nullable PollingPolicy policy;

    BuildWatch(HubHttp http, String serviceId, String versionId, @Nullable PollingPolicy policy) {
        this.http = http;
        this.serviceId = serviceId;
        this.versionId = versionId;
        this.policy = policy;
    }

    Flux<BuildJobDto> states() {
        return states(probe());
    }

    Mono<BuildJobDto> end(Consumer<String> onLogLine) {
        return Mono.defer(() -> {
            LogReader log = new LogReader(onLogLine);
            // What the log says is told before the state that it belongs to, the last lines before the end.
            Flux<BuildJobDto> states = states(probe().flatMap(
                            answer -> log.read(isTerminal(answer.body())).thenReturn(answer)));
            return Watching.end(
                    versionId,
                    states,
                    (id, build) -> build.status() != null && build.status().isSuccessful()
                            ? null
                            : new BuildFailedException(id, build, List.copyOf(log.last)));
        });
    }

    private Mono<Answer<BuildJobDto>> probe() {
        return http.forPolling()
                .request(ManagedServicesClient.GET_BUILD_STATUS, serviceId, versionId)
                .answer();
    }

    private Flux<BuildJobDto> states(Mono<Answer<BuildJobDto>> probe) {
        return Watching.records(http, "the build of version " + versionId, probe, BuildWatch::isTerminal, policy);
    }

    private static boolean isTerminal(BuildJobDto build) {
        return build.status() != null && build.status().isTerminal();
    }

    /** Reads the log anew each time, for the Hub has no other way, and tells what is new in it. Of one subscription. */
    private final class LogReader {

        private final Consumer<String> onLine;
        private final Deque<String> last = new ArrayDeque<>();
        private String seen = "";

        private LogReader(Consumer<String> onLine) {
            this.onLine = onLine;
        }

        private Mono<Void> read(boolean whole) {
            return http.call(ManagedServicesClient.GET_BUILD_LOGS, serviceId, versionId)
                    // The log is an extra: that it cannot be read now must not end the wait for the build.
                    .onErrorResume(HubException.class, unreadable -> {
                        LOG.debug("the log of the build of {}: {}", versionId, unreadable.getMessage());
                        return Mono.empty();
                    })
                    .doOnNext(text -> tell(text, whole))
                    .then();
        }

        private void tell(String text, boolean whole) {
            // A log that does not go on where it was has been begun anew, as by a second build.
            String fresh = text.startsWith(seen) ? text.substring(seen.length()) : text;
            int end = whole ? fresh.length() : fresh.lastIndexOf('\n') + 1;
            String lines = fresh.substring(0, end);
            seen = text.substring(0, text.length() - fresh.length() + end);
            lines.lines().forEach(line -> {
                if (last.size() == KEPT_LINES) {
                    last.removeFirst();
                }
                last.addLast(line);
                onLine.accept(line);
            });
        }
    }
}
