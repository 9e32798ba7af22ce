package io.qhub.microservice;

import io.qhub.localhub.LocalHub;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Runs circuits for its callers. Where no Hub is named by the command line or the environment ({@code qhub.api-key},
 * {@code qhub.credentials} or {@code qhub.quantum.base-url}), it uses an embedded local hub.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(MicroserviceProperties.class)
public class Microservice {

    /** Runs until it is stopped. */
    public static void main(String[] args) throws InterruptedException {
        Map<String, Object> properties = new HashMap<>();
        if (!namesAHub(args)) {
            LocalHub hub = LocalHub.builder()
                    .queueTime(Duration.ofMillis(1500))
                    .runTime(Duration.ofMillis(1500))
                    .start();
            properties.putAll(embedded(hub));
        }
        SpringApplication application = new SpringApplication(Microservice.class);
        application.setDefaultProperties(properties);
        application.run(args);
        // Maven's exec:java ends the program when this thread does.
        Thread.currentThread().join();
    }

    /** The properties by which the application uses this local hub. */
    static Map<String, Object> embedded(LocalHub hub) {
        return Map.of(
                "qhub.api-key", hub.token(),
                "qhub.quantum.base-url", hub.quantumUrl(),
                "microservice.embedded-hub", "true");
    }

    static boolean namesAHub(String... args) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
        ConfigurationPropertySources.attach(environment);
        Binder binder = Binder.get(environment);
        return Stream.of("qhub.api-key", "qhub.credentials", "qhub.quantum.base-url")
                .anyMatch(name -> binder.bind(name, String.class).isBound());
    }
}
