package io.qhub.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.util.FileSystemUtils;

/** Runs the comparisons and prints a table: each figure with its goal. */
public final class Benchmarks {

    private static final Set<String> SECTIONS =
            new LinkedHashSet<>(List.of("calls", "stream", "fan-out", "waiting", "memory"));
    /** Those that run only when they are asked for. */
    private static final Set<String> ENDURANCE = new LinkedHashSet<>(List.of("soak", "cycles"));

    private static final long MIB = 1024 * 1024;

    private final PrintStream out;
    private final Sizes sizes;

    /**
     * How much is measured.
     *
     * @param calls in each round
     * @param rounds that count, after as many that warm up
     * @param streamBytes in each round
     * @param jobs submitted and awaited at once
     * @param waiting jobs that only wait
     * @param waitingSeconds for how long they are looked at
     * @param warmUpSeconds of the soak
     * @param soakSeconds of the soak, after those that warm up
     * @param cycles of clients that are built, used and closed
     * @param memoryBytes of the result that is downloaded with little memory
     */
    record Sizes(
            int calls,
            int rounds,
            long streamBytes,
            int jobs,
            int waiting,
            int waitingSeconds,
            int warmUpSeconds,
            int soakSeconds,
            int cycles,
            long memoryBytes) {

        static final Sizes FULL = new Sizes(20_000, 9, 512 * MIB, 10_000, 50_000, 60, 60, 540, 200, 2048 * MIB);
    }

    Benchmarks(PrintStream out, Sizes sizes) {
        this.out = out;
        this.sizes = sizes;
    }

    /** Takes the names of sections; without any runs all. */
    public static void main(String[] args) throws Exception {
        // Maven hands several names over as one argument.
        Set<String> chosen = new LinkedHashSet<>(List.of(String.join(" ", args).split("[ ,]+")));
        chosen.removeIf(String::isBlank);
        Set<String> all = new LinkedHashSet<>(SECTIONS);
        all.addAll(ENDURANCE);
        if (!all.containsAll(chosen)) {
            System.err.println("There are the sections " + all + ", not " + chosen + ".");
            System.exit(2);
        }
        new Benchmarks(new PrintStream(System.out, true, StandardCharsets.UTF_8), Sizes.FULL)
                .run(chosen.isEmpty() ? SECTIONS : chosen);
    }

    void run(Set<String> sections) throws IOException {
        out.printf(
                "%s %s, %d cores, %s%n",
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"));
        try (ServerProcess server = ServerProcess.start(BenchServer.class, List.of("-XX:+UseSerialGC"))) {
            int port = Integer.parseInt(server.line());
            if (sections.contains("calls")) {
                calls(port);
            }
            if (sections.contains("stream")) {
                stream(port);
            }
            if (sections.contains("memory")) {
                memory(port);
            }
        }
        if (sections.contains("fan-out")) {
            fanOut();
        }
        if (sections.contains("waiting")) {
            waiting();
        }
        if (sections.contains("soak")) {
            soak();
        }
        if (sections.contains("cycles")) {
            cycles();
        }
    }

    private void calls(int port) {
        List<CallsPeer> others = CallsBenchmark.others();
        // As with streams, a rate depends twofold on where the system lets client and server run.
        int part = sizes.calls() / 10;
        int many = sizes.rounds() * 20;
        Rounds rounds = CallsBenchmark.run(port, others, part, sizes.rounds() * 8, many);
        head("calls: GET /jobs/{id}/status, 64 in flight, median of " + many + " rounds of " + part);
        for (String peer : rounds.peers()) {
            out.printf(
                    Locale.ROOT,
                    "  %-34s %9.0f calls/s   %6.1f CPU us/call   %6.0f bytes/call   %s%n",
                    peer,
                    rounds.median(peer),
                    rounds.meanCpuMicros(peer) / part,
                    rounds.allocatedBytes(peer) / part,
                    rounds.all(peer));
        }
        ratio("to raw Reactor Netty", rounds.ratio(CallsBenchmark.OURS, CallsBenchmark.RAW), 0.78);
        ratio("to hand-written WebClient", rounds.ratio(CallsBenchmark.OURS, CallsBenchmark.WEB_CLIENT), 0.95);
        others.forEach(other -> ratio("to " + other.name(), rounds.ratio(CallsBenchmark.OURS, other.name()), 1.0));
        atMost(
                "of bytes to WebClient",
                rounds.allocatedBytes(CallsBenchmark.OURS) / rounds.allocatedBytes(CallsBenchmark.WEB_CLIENT),
                1.4);
    }

    private void stream(int port) throws IOException {
        // Where client and server run, on one core or on two, changes a rate twofold: so many short rounds.
        long part = sizes.streamBytes() / 4;
        int many = sizes.rounds() * 22;
        Rounds consumed = StreamBenchmark.consume(port, part, sizes.rounds() * 3, many);
        head("stream: " + part / MIB + " MiB consumed and released, median of " + many + " rounds");
        transfers(consumed, part);
        ratio("to raw", consumed.ratio(StreamBenchmark.OURS, StreamBenchmark.RAW), 0.97);
        ratio("to WebClient", consumed.ratio(StreamBenchmark.OURS, StreamBenchmark.WEB_CLIENT), 1.0);
        ratio("to the JDK's", consumed.ratio(StreamBenchmark.OURS, JdkPeer.NAME), 1.0);

        int rounds = Math.max(1, sizes.rounds() / 2 + 1);
        Rounds written = StreamBenchmark.toDisk(port, sizes.streamBytes(), 1, rounds);
        head("download: " + sizes.streamBytes() / MIB + " MiB to disk, median of " + rounds + " rounds");
        transfers(written, sizes.streamBytes());
        ratio("to DataBufferUtils.write", written.ratio(StreamBenchmark.DOWNLOAD, StreamBenchmark.WRITE), 3.0);
        ratio("to the JDK's", written.ratio(StreamBenchmark.DOWNLOAD, JdkPeer.NAME), 1.0);
    }

    private void transfers(Rounds rounds, long bytes) {
        for (String peer : rounds.peers()) {
            out.printf(
                    Locale.ROOT,
                    "  %-34s %9.0f MiB/s   %6.1f CPU us/MiB   %s%n",
                    peer,
                    rounds.median(peer),
                    rounds.meanCpuMicros(peer) * MIB / bytes,
                    rounds.all(peer));
        }
    }

    private void memory(int port) throws IOException {
        Path directory = Files.createTempDirectory("qhub-benchmark");
        Path file = directory.resolve("result");
        try (ServerProcess download = ServerProcess.start(
                DownloadProcess.class,
                List.of("-Xmx64m", "-XX:MaxDirectMemorySize=64m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
                Integer.toString(port),
                Long.toString(sizes.memoryBytes()),
                file.toString())) {
            head("memory: " + sizes.memoryBytes() / MIB + " MiB to disk with -Xmx64m -XX:MaxDirectMemorySize=64m");
            String line = download.line();
            if (failed(line)) {
                return;
            }
            String[] answer = line.split(" ");
            out.printf(
                    Locale.ROOT,
                    "  completed in %s s, %s bytes, %.0f MiB/s%n",
                    answer[1],
                    answer[0],
                    Long.parseLong(answer[0]) / (double) MIB / Double.parseDouble(answer[1]));
            boolean equal = sha256(Files.newInputStream(file)).equals(sha256(BenchServer.content(sizes.memoryBytes())));
            out.println("  SHA-256 " + (equal ? "equal" : "DIFFERENT"));
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private void fanOut() throws IOException {
        try (ServerProcess hub = ServerProcess.start(HubProcess.class, List.of("-Xmx1g", "-XX:+UseSerialGC"))) {
            String url = hub.line();
            String token = hub.line();
            try (ServerProcess client = ServerProcess.start(
                    FanOutProcess.class,
                    List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
                    url,
                    token,
                    Integer.toString(sizes.jobs()))) {
                head("fan-out: " + sizes.jobs()
                        + " jobs of 5 s submitted and awaited at once, -Xmx256m, 64 connections");
                String line = client.line();
                if (failed(line)) {
                    return;
                }
                String[] answer = line.split(" ");
                hub.tell("requests");
                out.printf("  completed %s, errors %s, in %s s%n", answer[0], answer[1], answer[2]);
                out.printf(
                        Locale.ROOT,
                        "  %.0f jobs/s, %s requests, lag p50 %s ms, p99 %s ms, peak heap %s MiB%n",
                        Integer.parseInt(answer[0]) / Double.parseDouble(answer[2]),
                        hub.line(),
                        answer[3],
                        answer[4],
                        answer[5]);
            }
        }
    }

    private void waiting() throws IOException {
        for (String how : List.of("polling", "awaitJob", "watchAll")) {
            try (ServerProcess process = ServerProcess.start(
                    WaitingProcess.class,
                    List.of("-Xmx2g", "-XX:+UseSerialGC"),
                    how,
                    Integer.toString(sizes.waiting()),
                    Integer.toString(sizes.waitingSeconds()))) {
                head("waiting: " + sizes.waiting() + " jobs at the delay of 30 s, a probe that answers from memory, by "
                        + how);
                String line = process.line();
                if (failed(line)) {
                    continue;
                }
                String[] answer = line.split(" ");
                out.printf(
                        Locale.ROOT,
                        "  %s bytes of live heap a job, %.1f %% of a core, %s probes in %d s%n",
                        answer[0],
                        Double.parseDouble(answer[1]) * 100,
                        answer[2],
                        sizes.waitingSeconds());
                if (how.equals("polling")) {
                    atMost("of heap to 6 KiB", Integer.parseInt(answer[0]) / 6144.0, 1);
                    atMost("of a core to 10 %", Double.parseDouble(answer[1]) / 0.10, 1);
                }
            }
        }
    }

    private void soak() throws IOException {
        head("soak: " + sizes.warmUpSeconds() + " s that warm up and " + sizes.soakSeconds()
                + " s that count; 5 % 503, 2 % resets, 1 % stalls, 400 requests/s, tokens of a minute");
        try (ServerProcess process = ServerProcess.start(
                SoakProcess.class,
                List.of("-Xmx256m", "-XX:+UseSerialGC"),
                Integer.toString(sizes.warmUpSeconds()),
                Integer.toString(sizes.soakSeconds()))) {
            String line;
            do {
                line = process.line();
                out.println(line);
            } while (!line.equals("  PASSED") && !line.equals("  MISSED"));
        }
    }

    private void cycles() throws IOException {
        head("cycles: " + sizes.cycles() + " clients built, used and closed, one after the other");
        try (ServerProcess process = ServerProcess.start(
                CyclesProcess.class, List.of("-XX:+UseSerialGC"), Integer.toString(sizes.cycles()))) {
            String[] answer = process.line().split(" ");
            out.printf("  threads %s before and %s after, descriptors %s and %s%n", (Object[]) answer);
        }
    }

    /** A process that runs out of heap says so instead of telling its figures. */
    private boolean failed(String line) {
        boolean figures = Character.isDigit(line.charAt(0));
        if (!figures) {
            out.println("  FAILED: " + line);
        }
        return !figures;
    }

    private void head(String text) {
        out.println();
        out.println(text);
    }

    private void ratio(String what, double ratio, double goal) {
        out.printf(
                Locale.ROOT,
                "  ratio %-28s %9.2f   goal %.2f: %s%n",
                what,
                ratio,
                goal,
                ratio >= goal ? "met" : "MISSED");
    }

    private void atMost(String what, double ratio, double goal) {
        out.printf(
                Locale.ROOT,
                "  ratio %-28s %9.2f   goal at most %.2f: %s%n",
                what,
                ratio,
                goal,
                ratio <= goal ? "met" : "MISSED");
    }

    static String sha256(InputStream content) throws IOException {
        try (DigestInputStream digest = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
