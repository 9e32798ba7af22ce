package io.qhub.localhub.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A build, as a function of time: INIT, BUILD_IMAGE and PUSH_IMAGE take a third of its time each. One that fails does so
 * while it builds the image.
 */
final class Build {

    private static final List<String> LINES = List.of(
            "Validating the user code",
            "Reading requirements.txt",
            "Building the image",
            "Installing the requirements",
            "Copying the user code",
            "Pushing the image",
            "The image is there");

    private final Instant startedAt;
    private final Duration time;
    private final @Nullable String failure;

    /** A build that begins now; {@code failure} says why it fails, null for one that succeeds. */
    Build(Duration time, @Nullable String failure) {
        this.startedAt = Instant.now();
        this.failure = failure;
        // Nothing is built from what is not valid.
        this.time = failure == null ? time : time.multipliedBy(2).dividedBy(3);
    }

    Duration time() {
        return time;
    }

    Instant end() {
        return startedAt.plus(time);
    }

    String status() {
        return Instant.now().isBefore(end()) ? "WORKING" : failure == null ? "SUCCESS" : "FAILURE";
    }

    boolean isWorking() {
        return status().equals("WORKING");
    }

    boolean hasSucceeded() {
        return status().equals("SUCCESS");
    }

    @Nullable
    String failure() {
        return failure;
    }

    ObjectNode document() {
        ObjectNode json = Platform.JSON.objectNode();
        String status = status();
        json.put("status", status);
        json.put("step", step());
        json.put("createdAt", Platform.time(startedAt));
        if (!status.equals("WORKING")) {
            json.put("finishedAt", Platform.time(end()));
            ObjectNode result = json.putObject("validationResult");
            result.put("state", failure == null ? "SUCCESS" : "ERROR")
                    .put("summary", failure == null ? "no problems found" : failure);
            ArrayNode messages = result.putArray("messages");
            if (failure != null) {
                messages.add(failure);
            }
        }
        return json;
    }

    private String step() {
        double share = share();
        return share < 1 / 3.0 ? "INIT" : share < 2 / 3.0 || failure != null ? "BUILD_IMAGE" : "PUSH_IMAGE";
    }

    /** How much of the time of a build that succeeds is over, at most 1. */
    private double share() {
        double whole = failure == null ? time.toNanos() : time.toNanos() * 1.5;
        double passed = Duration.between(startedAt, Instant.now()).toNanos();
        double share = whole == 0 ? 1 : Math.min(1, passed / whole);
        return failure == null ? share : Math.min(share, 2 / 3.0);
    }

    /** The log so far. */
    String log() {
        StringBuilder log = new StringBuilder();
        int lines = Math.max(1, (int) Math.floor(share() * LINES.size()));
        for (int i = 0; i < Math.min(lines, LINES.size()); i++) {
            Instant at = startedAt.plus(time.multipliedBy(i).dividedBy(LINES.size()));
            log.append(Platform.time(at)).append(" INFO ").append(LINES.get(i)).append('\n');
        }
        if (failure != null && !isWorking()) {
            log.append(Platform.time(end())).append(" ERROR ").append(failure).append('\n');
        }
        return log.toString();
    }
}
