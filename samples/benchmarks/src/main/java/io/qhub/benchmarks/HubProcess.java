package io.qhub.benchmarks;

import io.qhub.localhub.LocalHub;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A local hub in a process of its own, whose jobs wait and run for some seconds. */
public final class HubProcess {

    private HubProcess() {}

    /** Prints its URL and token, then for each line of input how many requests it has seen, and ends with the input. */
    public static void main(String[] args) throws Exception {
        try (LocalHub hub = LocalHub.builder()
                        .queueTime(Duration.ofSeconds(1))
                        .runTime(Duration.ofSeconds(4))
                        .parallelism(100_000)
                        .start();
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println(hub.quantumUrl());
            System.out.println(hub.token());
            while (input.readLine() != null) {
                System.out.println(hub.stats().requests());
            }
        }
    }
}
