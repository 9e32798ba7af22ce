package io.qhub.microservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qhub.localhub.LocalHub;
import io.qhub.localhub.control.FailureRule;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A restart loses no circuit and submits none twice, in whatever database. */
@Timeout(180)
abstract class ResumeContract {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    /** The properties that name the database. */
    abstract Map<String, Object> database();

    RunningService start(LocalHub hub) {
        Map<String, Object> properties = new HashMap<>(database());
        properties.put("microservice.submission-wait", "1s");
        return RunningService.start(hub, directory, properties);
    }

    @Test
    void restartedItFollowsWhatRunsAndFindsWhatWasUnderWay() {
        try (LocalHub hub = LocalHub.builder().queueTime(Duration.ofSeconds(4)).start()) {
            List<String> paths = new ArrayList<>();
            try (RunningService service = start(hub)) {
                for (int i = 0; i < 3; i++) {
                    paths.add(RunningService.location(service.postIonq("", RunningService.BELL)));
                }
                // The Hub takes this one, and its answer does not come.
                hub.fail(FailureRule.on("POST", "/jobs").times(1).stallBody(0));
                HttpResponse<String> underWay = service.postIonq("", RunningService.BELL);
                assertThat(RunningService.json(underWay).path("status").asString())
                        .isEqualTo("SUBMITTING");
                paths.add(RunningService.location(underWay));
                // And this one it never sees.
                hub.fail(FailureRule.on("POST", "/jobs").times(1).stall());
                HttpResponse<String> unseen = service.postIonq("", RunningService.BELL);
                assertThat(unseen.statusCode()).isEqualTo(202);
                paths.add(RunningService.location(unseen));
            }
            hub.noFailures();
            assertThat(hub.stats().jobsCreated()).isEqualTo(4);
            try (RunningService service = start(hub)) {
                for (String path : paths) {
                    assertThat(service.statuses(path)).last().isEqualTo("COMPLETED");
                }
            }
            assertThat(hub.stats().jobsCreated()).isEqualTo(5);
        }
    }

    @Test
    void whatEndedMeanwhileIsSeenToHaveEnded() {
        try (LocalHub hub = LocalHub.builder().queueTime(Duration.ofSeconds(1)).start()) {
            String path;
            try (RunningService service = start(hub)) {
                path = RunningService.location(service.postIonq("", RunningService.BELL));
            }
            long before = hub.stats().jobsCreated();
            try (RunningService service = start(hub)) {
                await().atMost(SOON).until(() -> RunningService.json(service.get(path))
                        .path("status")
                        .asString()
                        .equals("COMPLETED"));
                assertThat(service.get(path + "/result").statusCode()).isEqualTo(200);
            }
            assertThat(hub.stats().jobsCreated()).isEqualTo(before);
        }
    }
}
