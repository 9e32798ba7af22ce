package io.qhub.localhub.platform;

import io.qhub.localhub.contract.ApiContract;
import io.qhub.localhub.contract.MovedPaths;
import io.qhub.localhub.contract.OpenApiDocument;
import io.qhub.localhub.control.AccessKeys;
import io.qhub.localhub.control.PlatformSettings;
import io.qhub.localhub.control.Tokens;
import io.qhub.localhub.gateway.DataPoolAccess;
import io.qhub.localhub.gateway.DeployedServices;
import io.qhub.localhub.http.Api;
import io.qhub.localhub.http.Exchange;
import io.qhub.localhub.http.Reply;
import io.qhub.localhub.http.Routes;
import io.qhub.localhub.http.Threads;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.ObjectNode;

/** The platform side of a hub: the Platform API, the user service, and the OpenAPI documents of all APIs. Thread-safe. */
public final class PlatformSide implements AutoCloseable {

    private final ApiContract platformContract = ApiContract.platform();
    private final ApiContract userContract = ApiContract.user();
    private final ApiContract quantumContract = ApiContract.quantum();
    private final PlatformSettings settings;
    private final MovedPaths moved;
    private final Scheduler state = Threads.pool("local-hub-platform-state", 1);
    private final Platform platform;
    private final DataPools pools;
    private final Actions platformActions = new Actions();
    private final Actions userActions = new Actions();

    /**
     * A platform with one user, who owns the tokens that are not another user's.
     *
     * @param organizations organizations that requests may name although nobody created them; empty for any. Those that are
     *     created later are added to a set that is not empty.
     * @param applicationId the id of an application that the user has from the start
     * @param accessKeys the access keys that the token endpoint accepts
     * @param workloads the jobs and sessions of the Quantum API, each with {@code organization_id} if it is one's
     */
    public PlatformSide(
            Tokens tokens,
            Set<String> organizations,
            PlatformSettings settings,
            MovedPaths moved,
            String applicationId,
            AccessKeys accessKeys,
            Supplier<Mono<List<ObjectNode>>> workloads) {
        this.settings = settings;
        this.moved = moved;
        this.platform = new Platform(
                platformContract, settings, new Accounts(tokens, organizations), accessKeys, workloads, state);
        this.pools = new DataPools(platform);
        register();
        String owner = platform.accounts().owner.id;
        ObjectNode application =
                Platform.JSON.objectNode().put("name", "local-hub").put("createdAt", Platform.now());
        platform.store().add(new Resource(applicationId, Applications.COLLECTION, null, owner, owner, application));
    }

    private void register() {
        Subscriptions subscriptions = new Subscriptions(platform);
        Services services = new Services(platform, subscriptions);
        Organizations organizations = new Organizations(platform);
        Users users = new Users(platform, organizations, userContract);
        pools.register(platformActions);
        new Shares(platform).register();
        new Applications(platform, subscriptions).register(platformActions);
        subscriptions.register(platformActions);
        services.register(platformActions);
        new Marketplace(platform, services).register(platformActions);
        new Executions(platform, services, subscriptions).register(platformActions);
        new Community(platform).register(platformActions);
        organizations.register(platformActions);
        users.registerPlatform(platformActions);
        users.registerUser(userActions);
        new Billing(platform).register(platformActions);
        new Extras(platform).register(platformActions);
        new Notifications(platform).register(platformActions);
    }

    /** The path of the Platform API. */
    public String basePath() {
        return platformContract.basePath();
    }

    /** The path of the user service. */
    public String userBasePath() {
        return userContract.basePath();
    }

    /** What the server has to register. */
    public List<Api> apis() {
        return List.of(
                new ContractApi(platformContract, moved, platformActions, platform),
                new ContractApi(userContract, moved, userActions, platform),
                docs(platformContract),
                docs(userContract),
                docs(quantumContract));
    }

    /** The document of an API, under its base path; it takes no token. */
    private Api docs(ApiContract contract) {
        return new Api() {
            @Override
            public String basePath() {
                return contract.basePath();
            }

            @Override
            public void register(Routes routes) {
                routes.add("GET", "/docs", exchange -> Mono.fromCallable(() -> document(exchange, contract))
                        .subscribeOn(state));
            }
        };
    }

    private Reply document(Exchange exchange, ApiContract contract) {
        String host = exchange.header("Host");
        return Reply.json(
                200,
                OpenApiDocument.of(
                        contract,
                        moved,
                        settings.openApiVersion(),
                        "http://" + (host == null ? "localhost" : host) + contract.basePath()));
    }

    /** The settings; can be changed at any time. */
    public PlatformSettings settings() {
        return settings;
    }

    /** How the gateway gets at the data pools. */
    public DataPoolAccess pools() {
        return pools.access();
    }

    /** Names the gateway. Called once, before the first request. */
    public void connect(DeployedServices services) {
        platform.connect(services);
    }

    /**
     * Adds a user, who has no part in any organization yet. Blocks for a moment.
     *
     * @param email the e-mail address, by which organizations invite
     * @param token the user's access token
     */
    public void addUser(String email, String token) {
        if (!email.contains("@")) {
            throw new IllegalArgumentException("email must be an e-mail address, was " + email);
        }
        Mono.fromRunnable(() -> {
                    if (platform.accounts().userByEmail(email) != null) {
                        throw new IllegalArgumentException("there is already a user " + email);
                    }
                    String name = email.substring(0, email.indexOf('@'));
                    platform.accounts().accept(token, platform.accounts().addUser(email, name, "User"));
                })
                .subscribeOn(state)
                .block();
    }

    /** How many files the hub holds on disk. Blocks for a moment. */
    public int storedFiles() {
        return platform.files().count();
    }

    /** Ends the platform's threads and deletes its files. Blocks until that is done. */
    @Override
    public void close() {
        state.dispose();
        platform.files().close();
    }

    @Override
    public String toString() {
        return "PlatformSide " + platformContract.operations().size() + " operations";
    }
}
