package io.qhub.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.LocalHub;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.JobQuery;
import io.qhub.quantum.model.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came of a sweep: its lines, and its jobs at the hub. */
final class Lines {

    private Lines() {}

    static List<JsonNode> of(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> JsonMapper.shared().readTree(line))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each point of the sweep has one line and had one job, and the two agree. */
    static void areComplete(Path file, int points, LocalHub hub) {
        List<JsonNode> lines = of(file);
        assertThat(lines.stream().map(line -> line.get("point").asLong()).sorted())
                .as("the points in the file")
                .containsExactlyElementsOf(LongStream.range(0, points).boxed().toList());
        List<Job> jobs = jobs(hub);
        List<String> keys = jobs.stream()
                .flatMap(job -> job.tags().stream())
                .filter(tag -> tag.startsWith("qhub-submit:"))
                .map(tag -> tag.substring("qhub-submit:".length()))
                .sorted()
                .toList();
        assertThat(keys)
                .as("the keys of the hub's jobs")
                .doesNotHaveDuplicates()
                .hasSize(points);
        assertThat(jobs).hasSize(points);
        assertThat(lines.stream().map(line -> line.get("key").asString()).sorted())
                .containsExactlyElementsOf(keys);
        assertThat(lines.stream().map(line -> line.get("jobId").asString()).sorted())
                .containsExactlyElementsOf(jobs.stream().map(Job::id).sorted().toList());
    }

    static List<Job> jobs(LocalHub hub) {
        try (HubQuantumClient client = HubQuantumClient.builder()
                .baseUrl(hub.quantumUrl())
                .apiKey(hub.token())
                .build()) {
            return Objects.requireNonNull(client.jobs()
                    .listJobs(JobQuery.newestFirst().withSize(100))
                    .collectList()
                    .block());
        }
    }
}
