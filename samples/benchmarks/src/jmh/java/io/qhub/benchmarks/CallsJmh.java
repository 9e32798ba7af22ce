package io.qhub.benchmarks;

import java.util.List;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The peers of {@link CallsBenchmark} one after the other, for the profilers of JMH. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@Fork(value = 1, jvmArgs = {"-XX:+UseSerialGC", "-Xmx1g"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class CallsJmh {

    private static final int CALLS = 2_000;

    @Param({CallsBenchmark.RAW, CallsBenchmark.WEB_CLIENT, CallsBenchmark.OURS})
    public String peer;

    private ServerProcess server;
    private CallsBenchmark all;

    /** Takes the arguments of JMH. */
    public static void main(String[] args) throws Exception {
        // Maven hands several over as one.
        Main.main(String.join(" ", args).split(" "));
    }

    @Setup
    public void open() throws Exception {
        server = ServerProcess.start(BenchServer.class, List.of("-XX:+UseSerialGC"));
        all = new CallsBenchmark(Integer.parseInt(server.line()), List.of());
    }

    @TearDown
    public void close() throws Exception {
        all.close();
        server.close();
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void getJobStatus() {
        all.call(peer, CALLS);
    }
}
