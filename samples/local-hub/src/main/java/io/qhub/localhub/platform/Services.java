package io.qhub.localhub.platform;

import io.qhub.localhub.control.Ids;
import io.qhub.localhub.gateway.DeployedServices.Deployment;
import io.qhub.localhub.http.Content;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Ranges;
import io.qhub.localhub.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Services: managed ones, which are built, external ones and workflows; their versions, plans and publication. */
final class Services {

    static final String COLLECTION = "/services";
    private static final String VERSION = "1.0.0";

    private final Platform platform;
    private final Subscriptions subscriptions;

    Services(Platform platform, Subscriptions subscriptions) {
        this.platform = platform;
        this.subscriptions = subscriptions;
    }

    void register(Actions actions) {
        services(actions, "services.");
        managed(actions, "managed_services.");
        external(actions, "external_services.");
        workflows(actions, "workflow_services.");
    }

    // -------------------------------------------------------------------------------------- any service

    private void services(Actions actions, String ns) {
        actions.on(ns + "get_services", call -> platform.platformListings()
                .reply(
                        call,
                        platform.store().list(COLLECTION, call.caller()).stream()
                                .map(service -> overview(call, service))
                                .toList()));
        actions.on(ns + "get_service", call -> Reply.json(200, document(call, service(call, "id"))));
        actions.add(ns + "delete_service", call -> {
            Resource service = service(call, "id");
            Platform.need(
                    service,
                    call.caller(),
                    service.account.equals(call.caller().account()) ? Permission.MAINTAINER : Permission.OWNER);
            Resource version = version(service);
            subscriptions.ofService(service).forEach(platform::remove);
            platform.store().all(Shares.OF_SERVICES).stream()
                    .filter(share -> share.text("serviceId").equals(service.id))
                    .forEach(platform::remove);
            platform.remove(service);
            return platform.gateway().withdraw(version.id).thenReturn(Reply.noContent());
        });
        actions.on(ns + "get_service_versions", call -> {
            Resource version = version(service(call, "id"));
            return platform.platformListings().reply(call, List.of(document(call, version)));
        });
        actions.on(ns + "get_service_version", call -> Reply.json(200, document(call, version(call))));
        actions.on(ns + "update_service_version", call -> {
            Resource version = changed(call);
            ObjectNode json = version.document;
            String description = call.member("description");
            if (description != null) {
                json.put("description", description);
            }
            if (call.json().get("industryUuids") instanceof ArrayNode uuids) {
                ArrayNode industries = json.putArray("industries");
                uuids.forEach(uuid -> industries
                        .addObject()
                        .put("uuid", uuid.stringValue())
                        .put("label", uuid.stringValue())
                        .putArray("children"));
            }
            if (call.json().get("source") instanceof ObjectNode source) {
                ObjectNode shown = source.deepCopy();
                shown.remove("password");
                json.set("source", shown);
            }
            return Reply.json(200, document(call, version));
        });
        actions.add(ns + "publish_service", call -> publication(call, "PUBLISHED", false));
        actions.add(ns + "publish_service_internal", call -> publication(call, "ACCESSIBLE", false));
        actions.add(ns + "unpublish_service", call -> publication(call, "CREATED", false));
        actions.add(ns + "commands", call -> {
            String type = call.required("type");
            return publication(call, "CREATED", type.equals("UNPUBLISH_FORCE")).thenReturn(empty());
        });
        actions.on(ns + "get_api_definition", call -> apiDefinition(call, version(call)));
        actions.upload(ns + "update_api_definition", this::changed, call -> {
            ServiceVersion version = ServiceVersion.of(changed(call));
            replace(version.apiDefinition);
            version.apiDefinition = part(call, "file");
            return empty();
        });
        actions.on(ns + "get_service_subscriptions", call -> {
            Resource version = version(call);
            return platform.platformListings()
                    .reply(
                            call,
                            subscriptions.ofService(Objects.requireNonNull(version.parent)).stream()
                                    .map(one -> subscriptions.document(call, one))
                                    .toList());
        });
    }

    /** Changes whether others can see and use a version. Takes the set time, and does not tolerate another one meanwhile. */
    private Mono<Reply> publication(Call call, String lifecycle, boolean force) {
        Resource version = changed(call);
        Resource service = Objects.requireNonNull(version.parent);
        ServiceVersion state = ServiceVersion.of(version);
        Build build = state.build;
        if (state.publishing) {
            throw new HttpError(409, "another publication of this version is in progress");
        }
        if (build != null && build.isWorking()) {
            throw new HttpError(409, "the version is still being built");
        }
        if (build != null && !build.hasSucceeded()) {
            throw new HttpError(409, "the build of the version has failed");
        }
        boolean withdraw = lifecycle.equals("CREATED");
        List<Resource> subscribed = subscriptions.ofService(service);
        if (withdraw && !force && !subscribed.isEmpty()) {
            throw new HttpError(409, "service is still subscribed");
        }
        if (withdraw) {
            subscribed.forEach(platform::remove);
        }
        state.publishing = true;
        Duration time = platform.settings().publicationTime();
        return Mono.delay(time, platform.state())
                .doFinally(signal -> state.publishing = false)
                .map(over -> {
                    version.document.put("lifecycle", lifecycle).put("modifiedAt", Platform.now());
                    service.everybody = Permission.NONE;
                    return Reply.json(200, document(call, version));
                });
    }

    private Reply apiDefinition(Call call, Resource version) {
        StoredFile stored = ServiceVersion.of(version).apiDefinition;
        if (stored != null) {
            return Ranges.reply(call.exchange(), "application/json", stored, stored.etag());
        }
        return Reply.json(200, defaultDefinition(call, version));
    }

    /** What is known of a service whose owner has not described it. */
    static ObjectNode defaultDefinition(Call call, Resource version) {
        ObjectNode json = Platform.JSON.objectNode().put("openapi", "3.0.1");
        json.putObject("info").put("title", version.text("name")).put("version", version.text("version"));
        json.putArray("servers")
                .addObject()
                .put(
                        "url",
                        Platform.url(call)
                                + ServiceVersion.of(version).deployment.path());
        ObjectNode responses =
                json.putObject("paths").putObject("/").putObject("post").putObject("responses");
        responses.putObject("201").put("description", "the execution that has been started");
        return json;
    }

    Reply marketplaceDefinition(Call call, Resource version) {
        return apiDefinition(call, version);
    }

    // ------------------------------------------------------------------------------------ managed services

    private void managed(Actions actions, String ns) {
        actions.add(ns + "create_managed_service", this::createManaged);
        actions.on(
                ns + "get_build_status",
                call -> Reply.json(200, build(version(call)).document()));
        actions.on(ns + "get_build_logs", call -> text(build(version(call)).log()));
        actions.on(ns + "get_source_code", call -> {
            StoredFile source = ServiceVersion.of(version(call)).sourceCode;
            if (source == null) {
                throw new HttpError(404, "the version has no source code");
            }
            return Ranges.reply(call.exchange(), "application/octet-stream", source, source.etag());
        });
        actions.add(ns + "update_source_code", new Action() {
            @Override
            public void before(Call call) {
                notBuilding(ServiceVersion.of(changed(call)));
            }

            @Override
            public Mono<Reply> run(Call call) {
                Resource version = changed(call);
                ServiceVersion state = ServiceVersion.of(version);
                notBuilding(state);
                StoredFile source = part(call, "file");
                return isZip(source).map(zip -> {
                    replace(state.sourceCode);
                    state.sourceCode = source;
                    build(version, zip);
                    return Reply.json(200, document(call, version));
                });
            }
        });
        actions.on(ns + "update_resource_configuration", call -> {
            ObjectNode configuration = call.json();
            Resource version = changed(call);
            ArrayNode all = Platform.JSON.arrayNode();
            for (var old : version.document.path("configurations")) {
                if (!old.path("type").asString("").equals(call.required("type"))) {
                    all.add(old);
                }
            }
            all.add(configuration.deepCopy());
            version.document.set("configurations", all);
            return empty();
        });
        actions.on(ns + "update_runtime_configuration", call -> {
            changed(call).document.set("runtimeConfiguration", call.json().deepCopy());
            return empty();
        });
        actions.on(
                ns + "add_pricing_plan_managed_service",
                call -> addPlan(call, (json, plan) -> {
                    ArrayNode products = plan.putArray("products");
                    json.path("chargedProducts").forEach(product -> products.addObject()
                            .put("id", Ids.next())
                            .put("name", product.stringValue())
                            .put("unitLabel", "unit")
                            .put("amountMajor", 0.0001)
                            .put("currency", Platform.CURRENCY)
                            .put("type", product.stringValue()));
                    return plan;
                }));
        actions.on(ns + "delete_pricing_plan_managed_service", this::deletePlan);
    }

    private Mono<Reply> createManaged(Call call) {
        StoredFile source = optionalPart(call, "userCode");
        StoredFile definition = optionalPart(call, "apiDefinition");
        ArrayNode configurations = Platform.JSON.arrayNode();
        configurations
                .addObject()
                .put("type", "cpu")
                .put("amount", number(call, "milliCpus", 500))
                .put("unit", "m");
        configurations
                .addObject()
                .put("type", "memory")
                .put("amount", number(call, "memoryInMegabytes", 2048))
                .put("unit", "M");
        long gpus = number(call, "gpuCount", 0);
        if (gpus > 0) {
            String accelerator = call.query("gpuAccelerator");
            configurations
                    .addObject()
                    .put("type", "gpu")
                    .put("amount", gpus)
                    .put("accelerator", accelerator == null ? "NVIDIA_TESLA_T4" : accelerator);
        }
        String runtime = call.query("runtime");
        return (source == null ? Mono.just(true) : isZip(source)).map(zip -> {
            Resource service = create(call, "MANAGED", name(call));
            Resource version = version(service);
            ServiceVersion state = ServiceVersion.of(version);
            state.sourceCode = source;
            state.apiDefinition = definition;
            version.document.set("configurations", configurations);
            ObjectNode configuration = version.document.putObject("runtimeConfiguration");
            configuration.put("runtime", runtime == null ? "PYTHON_TEMPLATE" : runtime);
            configuration.putObject("environment");
            configuration.put("applyProviderTokens", false);
            String description = call.query("description");
            if (description != null) {
                version.document.put("description", description);
            }
            build(version, zip);
            return Reply.json(201, document(call, service));
        });
    }

    private static void notBuilding(ServiceVersion version) {
        if (version.build != null && version.build.isWorking()) {
            throw new HttpError(400, "the version is still being built");
        }
    }

    private void build(Resource version, boolean zip) {
        String failure = zip ? platform.settings().buildFailure() : "the user code is not a zip archive";
        Build build = new Build(platform.settings().buildTime(), failure);
        ServiceVersion state = ServiceVersion.of(version);
        state.build = build;
        Mono.delay(build.time().plusMillis(1), platform.state())
                .then(Mono.defer(() -> built(version, build)))
                .subscribe();
    }

    private Mono<Void> built(Resource version, Build build) {
        ServiceVersion state = ServiceVersion.of(version);
        if (state.build != build || platform.store().find(version.collection, version.id) == null) {
            return Mono.empty();
        }
        String failure = build.failure();
        platform.tell(
                version.createdBy,
                failure == null ? "BUILD_SUCCEEDED" : "BUILD_FAILED",
                failure == null ? "Build succeeded" : "Build failed",
                version.text("name") + (failure == null ? " is ready" : ": " + failure));
        return failure == null ? platform.gateway().deploy(state.deployment) : Mono.empty();
    }

    private static Build build(Resource version) {
        Build build = ServiceVersion.of(version).build;
        if (build == null) {
            throw new HttpError(404, "the version is not built here");
        }
        return build;
    }

    private Mono<Boolean> isZip(StoredFile file) {
        return Mono.fromCallable(() -> {
                    try (InputStream in = Files.newInputStream(file.path())) {
                        byte[] head = in.readNBytes(4);
                        return head.length == 4 && head[0] == 'P' && head[1] == 'K' && (head[2] == 3 || head[2] == 5);
                    } catch (IOException e) {
                        return false;
                    }
                })
                .subscribeOn(platform.files().scheduler())
                .publishOn(platform.state());
    }

    // ----------------------------------------------------------------------------------- external services

    private void external(Actions actions, String ns) {
        actions.add(ns + "create_external_service", call -> {
            String url = url(call.query("url"), 400);
            Resource service = create(call, "EXTERNAL", name(call));
            Resource version = version(service);
            version.document.put("productionEndpoint", url);
            String description = call.query("description");
            if (description != null) {
                version.document.put("description", description);
            }
            ServiceVersion state = ServiceVersion.of(version);
            state.apiDefinition = optionalPart(call, "apiDefinition");
            return platform.gateway().deploy(state.deployment).thenReturn(Reply.json(201, document(call, service)));
        });
        actions.on(ns + "update_external_service", call -> {
            Resource version = changed(call);
            version.document.put("productionEndpoint", url(call.required("url"), 422));
            return Reply.json(200, document(call, version));
        });
        actions.on(
                ns + "add_pricing_plan_external_service",
                call -> addPlan(call, (json, plan) -> {
                    ArrayNode products = plan.putArray("products");
                    json.path("products").forEach(product -> products.addObject()
                            .put("id", Ids.next())
                            .put("name", product.path("name").stringValue())
                            .put("unitLabel", product.path("unitLabel").stringValue("unit"))
                            .put("amountMajor", product.path("amountMajor").doubleValue())
                            .put("currency", Platform.CURRENCY)
                            .put("type", "CUSTOM"));
                    return plan;
                }));
        actions.on(ns + "delete_pricing_plan_external_service", this::deletePlan);
        actions.on(ns + "get_external_service_metering_events", call -> {
            Resource version = version(call);
            return platform.platformListings()
                    .reply(
                            call,
                            platform.store().all(version.below("metering-events")).stream()
                                    .map(event -> event.document)
                                    .toList());
        });
        actions.on(ns + "metering", this::meter);
    }

    private static String url(@Nullable String url, int status) {
        if (url == null || !url.matches("https?://\\S+")) {
            throw new HttpError(status, "url must be an http or https URL");
        }
        return url;
    }

    private Reply meter(Call call) {
        String productId = call.required("productId");
        long count = call.json().path("count").asLong(1);
        if (count < 0) {
            throw new HttpError(422, "count must not be negative");
        }
        for (Resource service : platform.store().all(COLLECTION)) {
            Resource version = version(service);
            for (var plan : version.document.path("pricingPlans")) {
                for (var product : plan.path("products")) {
                    if (product.path("id").stringValue("").equals(productId)) {
                        if (!platform.accounts()
                                .role(call.caller().user(), service.account)
                                .includes(Permission.MAINTAINER)) {
                            throw new HttpError(403, "the product " + productId + " is another provider's");
                        }
                        event(version, product, count);
                        ObjectNode json = Platform.JSON
                                .objectNode()
                                .put("testMode", call.member("correlationId") == null)
                                .put("count", count)
                                .put("productId", productId);
                        String correlation = call.member("correlationId");
                        return Reply.json(200, correlation == null ? json : json.put("correlationId", correlation));
                    }
                }
            }
        }
        throw new HttpError(404, "there is no product " + productId);
    }

    private void event(Resource version, JsonNode product, long count) {
        ObjectNode json = Platform.JSON
                .objectNode()
                .put("timestamp", Platform.now())
                .put("productName", product.path("name").stringValue(""))
                .put("productId", product.path("id").stringValue(""))
                .put("unitPrice", product.path("amountMajor").doubleValue())
                .put("currency", Platform.CURRENCY)
                .put("count", count);
        platform.store()
                .add(new Resource(
                        Ids.next(),
                        version.below("metering-events"),
                        version,
                        version.account,
                        version.createdBy,
                        json));
    }

    private Reply addPlan(Call call, BiFunction<ObjectNode, ObjectNode, ObjectNode> products) {
        Resource version = changed(call);
        ObjectNode plan = Platform.JSON.objectNode().put("id", Ids.next()).put("type", call.required("type"));
        products.apply(call.json(), plan);
        version.document.withArrayProperty("pricingPlans").add(plan);
        return Reply.json(201, plan);
    }

    private Reply deletePlan(Call call) {
        Resource version = changed(call);
        String id = call.path("pricingPlanId");
        ArrayNode left = Platform.JSON.arrayNode();
        version.document.path("pricingPlans").forEach(plan -> {
            if (!plan.path("id").stringValue("").equals(id)) {
                left.add(plan);
            }
        });
        if (left.size() == version.document.path("pricingPlans").size()) {
            throw new HttpError(404, "there is no pricing plan " + id);
        }
        version.document.set("pricingPlans", left);
        return Reply.noContent();
    }

    // ------------------------------------------------------------------------------------------- workflows

    private void workflows(Actions actions, String ns) {
        actions.add(ns + "create_workflow_service", call -> {
            Resource service = create(call, "WORKFLOW", call.required("name"));
            Resource version = version(service);
            String description = call.member("description");
            if (description != null) {
                version.document.put("description", description);
            }
            version.document.put("processDefinitionId", Ids.next());
            ServiceVersion state = ServiceVersion.of(version);
            state.workflowModel = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    + "<bpmn:definitions xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\">\n"
                    + "  <bpmn:process id=\"process\" isExecutable=\"true\"/>\n"
                    + "</bpmn:definitions>\n";
            return platform.gateway().deploy(state.deployment).thenReturn(Reply.json(201, document(call, service)));
        });
        actions.on(ns + "get_workflow_model", call -> {
            String model = ServiceVersion.of(version(call)).workflowModel;
            if (model == null) {
                throw new HttpError(404, "the version has no workflow model");
            }
            return text(model);
        });
        actions.on(ns + "update_workflow_model", call -> {
            ServiceVersion version = ServiceVersion.of(changed(call));
            if (version.workflowModel == null) {
                throw new HttpError(404, "the version has no workflow model");
            }
            String model = Objects.requireNonNull(call.text());
            if (!model.stripLeading().startsWith("<")) {
                throw new HttpError(400, "the workflow model must be BPMN 2.0 XML");
            }
            version.workflowModel = model;
            return empty();
        });
    }

    // ----------------------------------------------------------------------------------------------- parts

    private Resource create(Call call, String type, String name) {
        Caller caller = call.caller();
        String slug = slug(name);
        String context = slug(platform.accounts().displayName(caller.account()));
        String free = slug;
        for (int i = 2; isTaken(context, free); i++) {
            free = slug + "-" + i;
        }
        ObjectNode json = Platform.JSON.objectNode().put("name", name).put("displayName", name);
        Resource service = new Resource(Ids.next(), COLLECTION, null, caller.account(), caller.user().id, json);
        String definition = Ids.next();
        Deployment deployment = new Deployment(context, free, VERSION, service.id, definition, type.equals("WORKFLOW"));
        ObjectNode document = Platform.JSON
                .objectNode()
                .put("version", VERSION)
                .put("name", name)
                .put("context", deployment.path())
                .put("gatewayEndpoint", Platform.url(call) + deployment.path())
                .put("type", type)
                .put("lifecycle", "CREATED")
                .put("createdAt", Platform.now())
                .put("createdBy", caller.user().id);
        document.putArray("pricingPlans");
        document.putArray("industries");
        Resource version = new Resource(
                definition, service.below("versions"), service, service.account, service.createdBy, document);
        version.attachment = new ServiceVersion(deployment);
        platform.store().add(service);
        platform.store().add(version);
        return service;
    }

    private boolean isTaken(String context, String name) {
        return platform.store().all(COLLECTION).stream()
                .map(service -> ServiceVersion.of(version(service)).deployment)
                .anyMatch(
                        other -> other.context().equals(context) && other.name().equals(name));
    }

    static String slug(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? "service" : slug;
    }

    private static String name(Call call) {
        String name = call.query("name");
        if (name == null || name.isBlank()) {
            throw new HttpError(400, "the query parameter name is required");
        }
        return name;
    }

    private static long number(Call call, String name, long defaultValue) {
        String text = call.query(name);
        return text == null ? defaultValue : Long.parseLong(text);
    }

    private Resource service(Call call, String variable) {
        return platform.store().get(COLLECTION, call.path(variable), call.caller());
    }

    /** The version that a path names. */
    Resource version(Call call) {
        Resource service = service(call, "serviceId");
        return platform.store().get(service.below("versions"), call.path("versionId"), call.caller());
    }

    private Resource changed(Call call) {
        Resource version = version(call);
        Platform.need(version, call.caller(), Permission.MAINTAINER);
        return version;
    }

    /** The one version that a service has. */
    Resource version(Resource service) {
        return platform.store().all(service.below("versions")).get(0);
    }

    private ObjectNode document(Call call, Resource resource) {
        ObjectNode json = Platform.JSON.objectNode();
        if (resource.parent == null) {
            json.put("currentUserPermission", resource.permission(call.caller()).name());
        }
        json.put("id", resource.id);
        json.setAll(resource.document);
        if (resource.parent == null) {
            json.putArray("serviceDefinitions").add(document(call, version(resource)));
        }
        return json;
    }

    private ObjectNode overview(Call call, Resource service) {
        Resource version = version(service);
        ObjectNode json = Platform.JSON
                .objectNode()
                .put("currentUserPermission", service.permission(call.caller()).name())
                .put("id", service.id)
                .put("serviceDefinitionId", version.id)
                .put("name", service.text("name"))
                .put("displayName", service.text("displayName"))
                .put("type", version.text("type"))
                .put("lifecycle", version.text("lifecycle"))
                .put("createdAt", version.text("createdAt"));
        Build build = ServiceVersion.of(version).build;
        if (build != null) {
            json.put("buildStatus", build.status());
        }
        return json;
    }

    private void replace(@Nullable StoredFile old) {
        if (old != null) {
            platform.files().delete(List.of(old));
        }
    }

    private static StoredFile part(Call call, String name) {
        StoredFile file = optionalPart(call, name);
        if (file == null) {
            throw new HttpError(400, "the part " + name + " is missing");
        }
        return file;
    }

    private static @Nullable StoredFile optionalPart(Call call, String name) {
        Upload.Part part = call.parts().get(name);
        return part == null ? null : part.file();
    }

    static Reply text(String text) {
        return Reply.of(200, "text/plain;charset=UTF-8", Content.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Reply empty() {
        return new Reply(200, Map.of(), null);
    }
}
