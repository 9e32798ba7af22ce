package io.qhub.localhub.platform;

import io.qhub.localhub.contract.ApiContract;
import io.qhub.localhub.control.AccessKeys;
import io.qhub.localhub.control.Ids;
import io.qhub.localhub.control.Jwts;
import io.qhub.localhub.control.PlatformSettings;
import io.qhub.localhub.gateway.DeployedServices;
import io.qhub.localhub.http.HttpError;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What all namespaces share: the state, and what they need of the other sides of the hub. */
final class Platform {

    static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    static final String CURRENCY = "EUR";

    private final ApiContract contract;
    private final PlatformSettings settings;
    private final Accounts accounts;
    private final AccessKeys accessKeys;
    private volatile @Nullable DeployedServices gateway;
    private final Supplier<Mono<List<ObjectNode>>> workloads;
    private final Scheduler state;
    private final Instant startedAt = Instant.now();
    private final ResourceStore store = new ResourceStore();
    private final FileStore files = new FileStore();
    private final Jwts jwts = Jwts.random();
    private final Map<String, GenericActions.Hook> hooks = new HashMap<>();

    /**
     * The state.
     *
     * @param contract the contract of the Platform API
     * @param workloads all jobs and sessions of the Quantum API, with the member {@code organization_id}
     */
    Platform(
            ApiContract contract,
            PlatformSettings settings,
            Accounts accounts,
            AccessKeys accessKeys,
            Supplier<Mono<List<ObjectNode>>> workloads,
            Scheduler state) {
        this.contract = contract;
        this.settings = settings;
        this.accounts = accounts;
        this.accessKeys = accessKeys;
        this.workloads = workloads;
        this.state = state;
    }

    PlatformSettings settings() {
        return settings;
    }

    Accounts accounts() {
        return accounts;
    }

    AccessKeys accessKeys() {
        return accessKeys;
    }

    /** Names the gateway, which itself needs the data pools. Called once, before the first request. */
    void connect(DeployedServices services) {
        gateway = services;
    }

    DeployedServices gateway() {
        return Objects.requireNonNull(gateway, "gateway");
    }

    Mono<List<ObjectNode>> workloads() {
        return workloads.get().publishOn(state);
    }

    /** When the hub was started. */
    Instant startedAt() {
        return startedAt;
    }

    Scheduler state() {
        return state;
    }

    ResourceStore store() {
        return store;
    }

    FileStore files() {
        return files;
    }

    Jwts jwts() {
        return jwts;
    }

    Map<String, GenericActions.Hook> hooks() {
        return hooks;
    }

    /** What a collection does beside the usual. */
    GenericActions.Hook hook(String collection) {
        return hooks.getOrDefault(collection, GenericActions.NONE);
    }

    Listings listings(ApiContract contract) {
        return new Listings(contract, settings);
    }

    /** The listings of the Platform API. */
    Listings platformListings() {
        return listings(contract);
    }

    /** The schema of what an operation of the Platform API answers, or of its elements. */
    ApiContract.Schema schema(ApiContract.Operation operation) {
        return Objects.requireNonNull(contract.schemas().get(Listings.element(operation)), operation.key());
    }

    /** The present time as the Hub writes it. */
    static String now() {
        return time(Instant.now());
    }

    /** A time as the Hub writes it. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** The root of all APIs, as the client has called it. */
    static String url(Call call) {
        String host = call.exchange().header("Host");
        return "http://" + (host == null ? "localhost" : host);
    }

    static ObjectNode amount(double value) {
        return JSON.objectNode().put("value", Math.round(value * 1e6) / 1e6).put("currency", CURRENCY);
    }

    /** Refuses what the caller may see, but not do. */
    static void need(Resource resource, Caller caller, Permission permission) {
        if (!resource.permission(caller).includes(permission)) {
            throw new HttpError(403, "this takes the permission " + permission);
        }
    }

    /** Removes a resource, what is below it, the files of both, and what the gateway knows of them. */
    void remove(Resource resource) {
        List<StoredFile> gone = new ArrayList<>();
        for (Resource removed : store.remove(resource)) {
            if (removed.attachment instanceof ServiceVersion) {
                gateway().withdraw(removed.id).subscribe();
            } else if (removed.collection.equals(Subscriptions.COLLECTION)) {
                gateway()
                        .expel(removed.text("versionId"), removed.text("applicationId"))
                        .subscribe();
            }
            if (removed.attachment instanceof StoredFile file) {
                gone.add(file);
            } else if (removed.attachment instanceof HasFiles holder) {
                gone.addAll(holder.files());
            }
        }
        files.delete(gone);
    }

    /** Something with files of its own. */
    interface HasFiles {
        Collection<StoredFile> files();
    }

    /** Deletes the files of an upload that nobody keeps. */
    void forget(Map<String, Upload.Part> parts) {
        files.delete(parts.values().stream().map(Upload.Part::file).toList());
    }

    /** Tells a user something; of an organization, its members. */
    void tell(String account, String type, String title, String message) {
        Accounts.Organization organization = accounts.organization(account);
        List<Accounts.User> recipients = new ArrayList<>();
        if (organization != null) {
            for (Accounts.User user : accounts.users()) {
                if (Accounts.membership(organization, user).isPresent()) {
                    recipients.add(user);
                }
            }
        } else {
            Accounts.User user = accounts.user(account);
            if (user != null) {
                recipients.add(user);
            }
        }
        for (Accounts.User user : recipients) {
            ObjectNode json = JSON.objectNode()
                    .put("type", type)
                    .put("title", title)
                    .put("message", message)
                    .put("read", false)
                    .put("createdAt", now());
            if (organization != null) {
                json.put("organizationId", organization.id);
            }
            store.add(new Resource(Ids.next(), Notifications.COLLECTION, null, user.id, user.id, json));
        }
    }
}
