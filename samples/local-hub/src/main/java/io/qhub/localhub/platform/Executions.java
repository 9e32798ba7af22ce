package io.qhub.localhub.platform;

import io.qhub.localhub.gateway.DeployedServices.ExecutionRecord;
import io.qhub.localhub.gateway.DeployedServices.LogLine;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Ranges;
import io.qhub.localhub.http.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Executions of services, as the gateway has them, and service jobs, which are executions that the platform starts. An
 * execution is seen by the account of the application that started it, and by the one that provides the service.
 */
final class Executions {

    /** What stands in place of an application for service jobs; nobody has a token of it. */
    private static final String JOBS = "service-jobs-of-";

    private static final String PRODUCT = "CPU Time";
    private static final double PRICE_PER_SECOND = 0.0002;

    /** A service job; its id is that of its execution. */
    private record Job(String account, Resource version, ObjectNode request) {}

    private final Platform platform;
    private final Services services;
    private final Subscriptions subscriptions;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();

    Executions(Platform platform, Services services, Subscriptions subscriptions) {
        this.platform = platform;
        this.services = services;
        this.subscriptions = subscriptions;
    }

    void register(Actions actions) {
        executions(actions, "service_executions.");
        jobs(actions, "service_jobs.");
        Action ofVersion = call -> {
            Resource version = services.version(call);
            return list(
                    call,
                    record -> record.definitionId().equals(version.id),
                    record -> times(record, Platform.JSON.objectNode().put("id", record.id())));
        };
        actions.add("managed_services.get_managed_service_executions", ofVersion);
        actions.add("workflow_services.get_workflow_service_executions", ofVersion);
        actions.add("subscriptions.get_subscription_service_executions", call -> {
            Resource subscription = subscriptions.one(call);
            return list(
                    call,
                    record -> record.definitionId().equals(subscription.text("versionId"))
                            && record.applicationId().equals(subscription.text("applicationId")),
                    record -> times(record, Platform.JSON.objectNode().put("id", record.id()))
                            .put("status", record.status()));
        });
    }

    private void executions(Actions actions, String ns) {
        actions.add(ns + "get_service_executions", call -> {
            Set<String> applications = applications(call.caller());
            Set<String> provided = provided(call.caller());
            return list(
                    call,
                    record -> applications.contains(record.applicationId()) || provided.contains(record.serviceId()),
                    this::document);
        });
        actions.add(
                ns + "get_service_execution", call -> visible(call).map(record -> Reply.json(200, document(record))));
        actions.add(ns + "get_service_execution_input", call -> visible(call)
                .flatMap(record -> platform.gateway().input(record.id()))
                .map(input -> Reply.json(200, input)));
        actions.add(ns + "get_service_execution_result", call -> visible(call)
                .flatMap(record -> platform.gateway().result(record.id()))
                .map(result -> Reply.json(200, result)));
        actions.add(ns + "get_service_execution_result_file", call -> visible(call)
                .flatMap(record -> platform.gateway().file(record.id(), call.path("file")))
                .map(file -> Ranges.reply(call.exchange(), file.contentType(), file.content(), file.etag())));
        actions.add(ns + "get_service_execution_logs", call -> visible(call)
                .flatMap(record -> platform.gateway().log(record.id()))
                .publishOn(platform.state())
                .map(lines -> platform.platformListings()
                        .reply(call, lines.stream().map(Executions::line).toList())));
        actions.add(ns + "get_service_execution_metrics", call -> visible(call).map(record -> {
            long end = record.endedAt() == 0 ? System.currentTimeMillis() : record.endedAt();
            long millis = record.startedAt() == 0 ? 0 : Math.max(0, end - record.startedAt());
            ObjectNode json = Platform.JSON
                    .objectNode()
                    .put("cpuSeconds", millis / 2000.0)
                    .put("memoryMegabyteSeconds", millis / 1000.0 * 2048)
                    .put("gpuSeconds", 0)
                    .put("runtimeMillis", millis);
            var samples = json.putArray("samples");
            if (record.startedAt() > 0) {
                samples.addObject()
                        .put("timestamp", Platform.time(Instant.ofEpochMilli(record.startedAt())))
                        .put("cpuMilli", 500)
                        .put("memoryMegabytes", 2048);
            }
            return Reply.json(200, json);
        }));
        actions.add(ns + "cancel_service_execution", call -> visible(call).flatMap(record -> {
            if (record.endedAt() > 0) {
                throw new HttpError(409, "the execution is " + record.status());
            }
            return platform.gateway().cancel(record.id()).map(now -> Reply.json(200, document(now)));
        }));
    }

    private static ObjectNode line(LogLine line) {
        return Platform.JSON
                .objectNode()
                .put("timestamp", Platform.time(Instant.ofEpochMilli(line.at())))
                .put("severity", line.severity())
                .put("message", line.message());
    }

    private Mono<Reply> list(
            Call call, Predicate<ExecutionRecord> shown, Function<ExecutionRecord, ObjectNode> document) {
        return platform.gateway()
                .executions()
                .filter(shown)
                .collectList()
                .publishOn(platform.state())
                .map(records -> platform.platformListings()
                        .reply(call, records.stream().map(document).toList()));
    }

    private Set<String> applications(Caller caller) {
        Set<String> ids = new HashSet<>();
        ids.add(JOBS + caller.account());
        platform.store().list(Applications.COLLECTION, caller).forEach(application -> ids.add(application.id));
        return ids;
    }

    private Set<String> provided(Caller caller) {
        Set<String> ids = new HashSet<>();
        for (Resource service : platform.store().all(Services.COLLECTION)) {
            if (service.account.equals(caller.account())) {
                ids.add(service.id);
            }
        }
        return ids;
    }

    private Mono<ExecutionRecord> visible(Call call) {
        Set<String> applications = applications(call.caller());
        Set<String> provided = provided(call.caller());
        return platform.gateway()
                .execution(call.path("id"))
                .filter(record ->
                        applications.contains(record.applicationId()) || provided.contains(record.serviceId()))
                .switchIfEmpty(
                        Mono.error(() -> new HttpError(404, "there is no /service-executions/" + call.path("id"))))
                .publishOn(platform.state());
    }

    private ObjectNode document(ExecutionRecord record) {
        ObjectNode json = times(record, Platform.JSON.objectNode().put("id", record.id()))
                .put("status", record.status())
                .put("type", record.type())
                .put("serviceId", record.serviceId())
                .put("serviceDefinitionId", record.definitionId());
        if (!record.applicationId().startsWith(JOBS)) {
            json.put("applicationId", record.applicationId());
            platform.store().all(Subscriptions.COLLECTION).stream()
                    .filter(one -> one.text("applicationId").equals(record.applicationId())
                            && one.text("versionId").equals(record.definitionId()))
                    .findFirst()
                    .ifPresent(one -> json.put("subscriptionId", one.id));
        }
        record.tags().forEach(json.putArray("tags")::add);
        return json;
    }

    private static ObjectNode times(ExecutionRecord record, ObjectNode json) {
        time(json, "createdAt", record.createdAt());
        time(json, "startedAt", record.startedAt());
        time(json, "endedAt", record.endedAt());
        return json;
    }

    private static void time(ObjectNode json, String member, long millis) {
        if (millis > 0) {
            json.put(member, Platform.time(Instant.ofEpochMilli(millis)));
        }
    }

    // -------------------------------------------------------------------------------------- service jobs

    private void jobs(Actions actions, String ns) {
        actions.add(ns + "get_service_jobs", call -> platform.gateway()
                .executions()
                .filter(record -> isJobOf(call.caller(), record.id()))
                .collectList()
                .publishOn(platform.state())
                .map(records -> platform.platformListings()
                        .reply(
                                call,
                                records.stream()
                                        .map(record -> overview(record, Objects.requireNonNull(jobs.get(record.id()))))
                                        .toList())));
        actions.add(ns + "create_service_job", this::createJob);
        actions.add(
                ns + "get_service_job",
                call -> job(call).flatMap(this::jobDocument).map(json -> Reply.json(200, json)));
        actions.add(ns + "cancel_service_job", call -> job(call).flatMap(record -> {
            if (record.endedAt() > 0) {
                throw new HttpError(409, "the service job is " + record.status());
            }
            return platform.gateway()
                    .cancel(record.id())
                    .flatMap(this::jobDocument)
                    .map(json -> Reply.json(200, json));
        }));
        actions.add(ns + "delete_service_job", call -> job(call).flatMap(record -> {
            jobs.remove(record.id());
            return platform.gateway().cancel(record.id()).thenReturn(Reply.noContent());
        }));
        actions.add(ns + "get_service_job_costs", call -> job(call).map(record -> {
            long millis = record.endedAt() == 0 || record.startedAt() == 0 ? 0 : record.endedAt() - record.startedAt();
            ObjectNode usage = Platform.JSON
                    .objectNode()
                    .put("timestamp", Platform.time(Instant.ofEpochMilli(record.createdAt())))
                    .put("productName", PRODUCT)
                    .put("productId", "cpu-time")
                    .put("unitPrice", PRICE_PER_SECOND)
                    .put("currency", Platform.CURRENCY)
                    .put("count", (millis + 999) / 1000);
            return platform.platformListings().reply(call, millis == 0 ? List.of() : List.of(usage));
        }));
        actions.add(ns + "get_service_job_logs", call -> job(call)
                .flatMap(record -> platform.gateway().log(record.id()))
                .map(lines -> {
                    StringBuilder log = new StringBuilder();
                    for (LogLine line : lines) {
                        log.append(Platform.time(Instant.ofEpochMilli(line.at())))
                                .append(' ')
                                .append(line.severity())
                                .append(' ')
                                .append(line.message())
                                .append('\n');
                    }
                    return Services.text(log.toString());
                }));
    }

    private boolean isJobOf(Caller caller, String id) {
        Job job = jobs.get(id);
        return job != null && job.account().equals(caller.account());
    }

    private Mono<ExecutionRecord> job(Call call) {
        String id = call.path("id");
        return isJobOf(call.caller(), id)
                ? platform.gateway().execution(id).publishOn(platform.state())
                : Mono.error(new HttpError(404, "there is no /service-jobs/" + id));
    }

    private Mono<Reply> createJob(Call call) {
        String definition = call.required("serviceDefinitionId");
        Resource version = platform.store().all(Services.COLLECTION).stream()
                .filter(service -> service.permission(call.caller()).includes(Permission.VIEWER))
                .map(services::version)
                .filter(found -> found.id.equals(definition))
                .findFirst()
                .orElseThrow(() -> new HttpError(404, "there is no service version " + definition));
        Build build = ServiceVersion.of(version).build;
        if (build != null && !build.hasSucceeded()) {
            throw new HttpError(400, "the service version " + definition + " is not built");
        }
        ObjectNode body = call.json();
        String account = call.caller().account();
        ObjectNode request = Platform.JSON.objectNode();
        Mono<String> started = value(call, "inputData")
                .doOnNext(data -> request.set("data", data))
                .then(value(call, "parameters"))
                .doOnNext(parameters -> request.set("params", parameters))
                .then(Mono.defer(() -> platform.gateway()
                        .start(definition, JOBS + account, request.toString().getBytes(StandardCharsets.UTF_8))));
        return started.publishOn(platform.state())
                .flatMap(id -> {
                    jobs.put(id, new Job(account, version, body));
                    return platform.gateway().execution(id);
                })
                .flatMap(this::jobDocument)
                .map(json -> Reply.json(201, json));
    }

    /** The JSON that a member holds as text, or that is in the file which its reference names. */
    private Mono<JsonNode> value(Call call, String member) {
        String text = call.member(member);
        if (text != null) {
            return Mono.just(parsed(text, member));
        }
        JsonNode reference = call.json().path(member + "Ref");
        if (!reference.isObject()) {
            return Mono.empty();
        }
        Resource pool = platform.store()
                .get(DataPools.COLLECTION, reference.path("dataPoolId").stringValue(""), call.caller());
        Resource file = platform.store()
                .get(pool.below("files"), reference.path("fileId").stringValue(""), call.caller());
        StoredFile stored = DataPools.stored(file);
        if (stored.length() > 64 << 20) {
            throw new HttpError(400, member + "Ref names a file of more than 64 MiB");
        }
        return stored.bytes(0, stored.length())
                .reduceWith(ByteArrayOutputStream::new, (all, bytes) -> {
                    byte[] copy = new byte[bytes.readableBytes()];
                    bytes.readBytes(copy).release();
                    all.writeBytes(copy);
                    return all;
                })
                .publishOn(platform.state())
                .map(all -> parsed(all.toString(StandardCharsets.UTF_8), member + "Ref"));
    }

    private static JsonNode parsed(String text, String member) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            throw new HttpError(422, member + " must be a JSON document: " + e.getOriginalMessage());
        }
    }

    private ObjectNode overview(ExecutionRecord record, Job job) {
        ObjectNode json = times(record, Platform.JSON.objectNode().put("id", record.id()));
        json.put("status", record.status());
        Resource version = job.version();
        json.putObject("serviceDefinition")
                .put("id", version.id)
                .put("name", version.text("name"))
                .put("serviceId", Objects.requireNonNull(version.parent).id)
                .put("type", version.text("type"))
                .put("lifecycle", version.text("lifecycle"))
                .put("isDeleted", platform.store().find(version.collection, version.id) == null);
        return json;
    }

    private Mono<ObjectNode> jobDocument(ExecutionRecord record) {
        Job job = Objects.requireNonNull(jobs.get(record.id()));
        ObjectNode json = overview(record, job);
        for (String member : List.of("inputData", "inputDataRef", "parameters", "parametersRef", "persistResult")) {
            JsonNode value = job.request().get(member);
            if (value != null && !value.isNull()) {
                json.set(member, value);
            }
        }
        return platform.gateway()
                .outcome(record.id())
                .map(outcome -> json.put("result", outcome.toString()))
                .defaultIfEmpty(json);
    }
}
