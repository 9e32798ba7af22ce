package io.qhub.core.internal.call;

import org.springframework.http.HttpMethod;

/**
 * What a call has to know of its operation, whatever its answer is read as.
 *
 * @param name the operation's name, such as {@code quantum.jobs.getJob}
 * @param method the HTTP method
 * @param path the URI template below the base URL, such as {@code /jobs/{id}}
 * @param template the same, ready to be expanded
 * @param idempotent whether it may be repeated when its outcome is unknown
 * @param organizationScoped whether it carries {@code X-OrganizationId}
 * @param doubt what to say where its path may be the reason of a 404 or 405; empty where its path is known
 * @param logPrefix what Spring's log lines about its requests begin with
 */
public record Endpoint(
        String name,
        HttpMethod method,
        String path,
        PathTemplate template,
        boolean idempotent,
        boolean organizationScoped,
        String doubt,
        String logPrefix) {

    public Endpoint(
            String name, HttpMethod method, String path, boolean idempotent, boolean organizationScoped, String doubt) {
        this(name, method, path, new PathTemplate(path), idempotent, organizationScoped, doubt, "[" + name + "] ");
    }

    /** {@code quantum.jobs.getJob (GET /jobs/{id})}. */
    @Override
    public String toString() {
        return name + " (" + method + " " + path + ")";
    }
}
