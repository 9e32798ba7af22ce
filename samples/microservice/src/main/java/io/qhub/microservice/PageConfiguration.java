package io.qhub.microservice;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The page: three files, read at the start, so that no request waits for a disk. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration {

    private static final Map<String, MediaType> FILES = Map.of(
            "index.html", MediaType.valueOf("text/html;charset=UTF-8"),
            "page.js", MediaType.valueOf("text/javascript;charset=UTF-8"),
            "page.css", MediaType.valueOf("text/css;charset=UTF-8"));

    @Bean
    RouterFunction<ServerResponse> page() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        FILES.forEach((file, type) -> {
            byte[] content = content(file);
            routes.GET(
                    file.equals("index.html") ? "/" : "/" + file,
                    request -> ServerResponse.ok().contentType(type).bodyValue(content));
        });
        return routes.build();
    }

    private static byte[] content(String file) {
        try (InputStream in = PageConfiguration.class.getResourceAsStream("/page/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
