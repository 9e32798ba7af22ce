package io.qhub.localhub;

import io.qhub.localhub.control.FailureRule;
import java.io.PrintStream;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The hub as a command. */
final class LocalHubCommand {

    static final String HELP = """
            Runs a Kipu Quantum Hub on 127.0.0.1 until it is stopped. Options:

              --port N                 the port; default 8484, 0 for any free one
              --token TEXT             a token to accept; can be repeated; default: one that is made up and shown
              --access-key ID:SECRET   one more access key of the hub's application; can be repeated
              --token-lifetime DURATION how long an access token lives; default 1h
              --any-bearer true        lets services accept every bearer token; default false
              --seed N                 what samples and failures derive from; default 0
              --queue-time DURATION    how long a job or execution waits at least; default 50ms
              --run-time DURATION      how long a job or execution runs at least; default 50ms
              --cancel-time DURATION   how long a job that is cancelled while running takes to stop; default 20ms
              --latency DURATION       how long each answer is held back; default 0ms
              --listing-delay DURATION how long a new job is missing from listings; default 0ms
              --rate-limit N/DURATION  requests allowed per window, for example 100/1s; default: no limit
              --failure-rate SHARE     share of the requests that are answered with 503, 0 to 1; default 0
              --parallelism N          jobs of one backend that run at the same time; default 64
              --max-qubits N           the largest circuit to accept, 1 to 26; default 22
              --max-file-bytes N       the largest file that can be uploaded; default 500000000
              --build-time DURATION    how long the build of a managed service takes; default 100ms
              --grant-life DURATION    how long a data pool grant is good for; default 5m
              --result-padding N       characters added to each result; default 0
              --help                   shows this text

            A DURATION is a number with ms, s, m or h (250ms, 2s), or ISO-8601 (PT2S).
            """;

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private final PrintStream out;
    private final PrintStream err;

    LocalHubCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the command; returns the exit status. Blocks until the process is stopped, unless there is nothing to run. */
    int run(String... args) {
        if (List.of(args).contains("--help")) {
            out.print(HELP);
            return 0;
        }
        LocalHub hub;
        try {
            hub = start(args);
        } catch (IllegalArgumentException | IllegalStateException e) {
            err.println(e.getMessage());
            err.println("--help shows the options.");
            return 2;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(hub::close, "local-hub-shutdown"));
        describe(hub);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** What a client needs. The secrets are made up for this hub, and worth nothing elsewhere. */
    void describe(LocalHub hub) {
        out.println("Quantum API: " + hub.quantumUrl());
        out.println("Platform API: " + hub.platformUrl());
        out.println("User service: " + hub.userUrl());
        out.println("X-Auth-Token: " + hub.token());
        for (String name : List.of("optimiser", "failing", "endless")) {
            out.println("Service: " + hub.serviceUrl(name));
        }
        out.println("Token endpoint: " + hub.tokenUrl());
        out.println("Access key id: " + hub.accessKeyId());
        out.println("Secret access key: " + hub.secretAccessKey());
        out.flush();
    }

    /** Starts the hub that the options describe. */
    static LocalHub start(String... args) {
        LocalHub.Builder builder = LocalHub.builder().port(8484);
        List<String> tokens = new ArrayList<>();
        List<Double> failures = new ArrayList<>();
        List<String[]> accessKeys = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            String option = args[i];
            String value = null;
            int equals = option.indexOf('=');
            if (option.startsWith("--") && equals > 0) {
                value = option.substring(equals + 1);
                option = option.substring(0, equals);
            }
            Consumer<String> setter = setter(option, builder, tokens, accessKeys, failures);
            if (setter == null) {
                throw new IllegalArgumentException("there is no option " + option);
            }
            if (value == null) {
                if (++i == args.length) {
                    throw new IllegalArgumentException(option + " needs a value");
                }
                value = args[i];
            }
            try {
                setter.accept(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(option + " needs a number, not " + value, e);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
            }
        }
        if (!tokens.isEmpty()) {
            builder.tokens(tokens.toArray(String[]::new));
        }
        LocalHub hub = builder.start();
        accessKeys.forEach(key -> hub.gateway().accessKeys().register(key[0], key[1], hub.applicationId()));
        failures.forEach(share ->
                hub.fail(FailureRule.onAny().probability(share).status(503).header("Retry-After", "1")));
        return hub;
    }

    private static @Nullable Consumer<String> setter(
            String option,
            LocalHub.Builder builder,
            List<String> tokens,
            List<String[]> accessKeys,
            List<Double> failures) {
        return switch (option) {
            case "--port" -> value -> builder.port(Integer.parseInt(value));
            case "--token" -> tokens::add;
            case "--access-key" ->
                value -> {
                    int colon = value.indexOf(':');
                    String id = value.substring(0, Math.max(colon, 0));
                    String secret = value.substring(colon + 1);
                    if (id.isBlank() || secret.isBlank()) {
                        throw new IllegalArgumentException("an access key is written as ID:SECRET");
                    }
                    accessKeys.add(new String[] {id, secret});
                };
            case "--token-lifetime" -> value -> builder.gateway(gateway -> gateway.tokenLifetime(duration(value)));
            case "--any-bearer" ->
                value -> {
                    if (!value.equals("true") && !value.equals("false")) {
                        throw new IllegalArgumentException("it is true or false, not " + value);
                    }
                    builder.gateway(gateway -> gateway.anyBearerAccepted(value.equals("true")));
                };
            case "--seed" -> value -> builder.seed(Long.parseLong(value));
            case "--queue-time" -> value -> builder.queueTime(duration(value));
            case "--run-time" -> value -> builder.runTime(duration(value));
            case "--cancel-time" -> value -> builder.cancelTime(duration(value));
            case "--latency" -> value -> builder.latency(duration(value));
            case "--listing-delay" -> value -> builder.listingDelay(duration(value));
            case "--rate-limit" ->
                value -> {
                    int slash = value.indexOf('/');
                    if (slash < 0) {
                        throw new IllegalArgumentException(
                                "a rate is written as N/DURATION, for example 100/1s, not " + value);
                    }
                    builder.rateLimit(
                            Integer.parseInt(value.substring(0, slash)), duration(value.substring(slash + 1)));
                };
            case "--failure-rate" ->
                value -> {
                    double share = Double.parseDouble(value);
                    FailureRule.onAny().probability(share);
                    failures.add(share);
                };
            case "--parallelism" -> value -> builder.parallelism(Integer.parseInt(value));
            case "--max-qubits" -> value -> builder.maxQubits(Integer.parseInt(value));
            case "--max-file-bytes" ->
                value -> builder.platform(settings -> settings.maxFileBytes(Long.parseLong(value)));
            case "--build-time" -> value -> builder.platform(settings -> settings.buildTime(duration(value)));
            case "--grant-life" -> value -> builder.platform(settings -> settings.grantLife(duration(value)));
            case "--result-padding" -> value -> builder.resultPaddingBytes(Long.parseLong(value));
            default -> null;
        };
    }

    /** {@code 250ms}, {@code 2s}, {@code PT2S}. */
    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        }
        try {
            return Duration.parse(text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a duration is written as 250ms, 2s, 1m, 1h or PT2S, not " + text, e);
        }
    }
}
