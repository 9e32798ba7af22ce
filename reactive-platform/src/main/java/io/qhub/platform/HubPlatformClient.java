package io.qhub.platform;

import io.qhub.core.HubClientBuilder;
import io.qhub.core.RequestOptions;
import io.qhub.core.http.AuthScheme;
import io.qhub.core.http.HubApi;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * The reactive client of the Platform API. Immutable and thread-safe; make one and share it, because each keeps its
 * own connections unless it is given shared ones.
 *
 * <p>Every operation returns a cold publisher: nothing happens before it is subscribed to, each subscription is a new
 * call, and cancelling it cancels the HTTP exchange. Failures are {@link io.qhub.core.error.HubException}s. What the
 * client retries, and what never, is told in {@link io.qhub.core.http.HubCall} and the README.
 *
 * <p>How sure it is that the Hub serves an operation where this client looks for it stands at each method ({@link
 * io.qhub.core.http.EndpointEvidence}). A path that is not verified can be set without a new release: {@link
 * HubClientBuilder#path}.
 */
public final class HubPlatformClient implements AutoCloseable {

    /** Where the Platform API is unless the builder says otherwise. */
    public static final String DEFAULT_BASE_URL = "https://api.hub.kipu-quantum.com/qc-catalog";

    private static final HubApi API = new HubApi("Platform API", AuthScheme.X_AUTH_TOKEN, true);

    private final HubHttp http;
    private final AlgorithmsClient algorithms;
    private final ApplicationsClient applications;
    private final AuthenticationClient authentication;
    private final BillingClient billing;
    private final DataPoolsClient dataPools;
    private final DataPoolGrantsClient dataPoolGrants;
    private final DataPoolSharesClient dataPoolShares;
    private final EligibilityClient eligibility;
    private final ExternalServicesClient externalServices;
    private final GitIntegrationsClient gitIntegrations;
    private final ImplementationsClient implementations;
    private final ManagedServicesClient managedServices;
    private final MarketplaceClient marketplace;
    private final OrganizationsClient organizations;
    private final QuantumWorkloadsClient quantumWorkloads;
    private final ServiceExecutionsClient serviceExecutions;
    private final ServiceJobsClient serviceJobs;
    private final ServiceSharesClient serviceShares;
    private final ServicesClient services;
    private final SubscriptionsClient subscriptions;
    private final UseCasesClient useCases;
    private final UserNotificationsClient userNotifications;
    private final UsersClient users;
    private final WorkflowServicesClient workflowServices;

    private HubPlatformClient(HubHttp http) {
        this.http = http;
        this.algorithms = new AlgorithmsClient(http);
        this.applications = new ApplicationsClient(http);
        this.authentication = new AuthenticationClient(http);
        this.billing = new BillingClient(http);
        this.dataPools = new DataPoolsClient(http);
        this.dataPoolGrants = new DataPoolGrantsClient(http);
        this.dataPoolShares = new DataPoolSharesClient(http);
        this.eligibility = new EligibilityClient(http);
        this.externalServices = new ExternalServicesClient(http);
        this.gitIntegrations = new GitIntegrationsClient(http);
        this.implementations = new ImplementationsClient(http);
        this.managedServices = new ManagedServicesClient(http);
        this.marketplace = new MarketplaceClient(http);
        this.organizations = new OrganizationsClient(http);
        this.quantumWorkloads = new QuantumWorkloadsClient(http);
        this.serviceExecutions = new ServiceExecutionsClient(http);
        this.serviceJobs = new ServiceJobsClient(http);
        this.serviceShares = new ServiceSharesClient(http);
        this.services = new ServicesClient(http);
        this.subscriptions = new SubscriptionsClient(http);
        this.useCases = new UseCasesClient(http);
        this.userNotifications = new UserNotificationsClient(http);
        this.users = new UsersClient(http);
        this.workflowServices = new WorkflowServicesClient(http);
    }

    /** Begins a client. A credential is needed, all else has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /** All operations, namespace by namespace, in the order of their documentation. */
    public static List<Operation<?>> operations() {
        return Stream.of(
                        AlgorithmsClient.OPERATIONS.all(),
                        ApplicationsClient.OPERATIONS.all(),
                        AuthenticationClient.OPERATIONS.all(),
                        BillingClient.OPERATIONS.all(),
                        DataPoolsClient.OPERATIONS.all(),
                        DataPoolGrantsClient.OPERATIONS.all(),
                        DataPoolSharesClient.OPERATIONS.all(),
                        EligibilityClient.OPERATIONS.all(),
                        ExternalServicesClient.OPERATIONS.all(),
                        GitIntegrationsClient.OPERATIONS.all(),
                        ImplementationsClient.OPERATIONS.all(),
                        ManagedServicesClient.OPERATIONS.all(),
                        MarketplaceClient.OPERATIONS.all(),
                        OrganizationsClient.OPERATIONS.all(),
                        QuantumWorkloadsClient.OPERATIONS.all(),
                        ServiceExecutionsClient.OPERATIONS.all(),
                        ServiceJobsClient.OPERATIONS.all(),
                        ServiceSharesClient.OPERATIONS.all(),
                        ServicesClient.OPERATIONS.all(),
                        SubscriptionsClient.OPERATIONS.all(),
                        UseCasesClient.OPERATIONS.all(),
                        UserNotificationsClient.OPERATIONS.all(),
                        UsersClient.OPERATIONS.all(),
                        WorkflowServicesClient.OPERATIONS.all())
                .flatMap(List::stream)
                .toList();
    }

    /** The algorithms of the catalogue: their sketches, relations and members. */
    public AlgorithmsClient algorithms() {
        return algorithms;
    }

    /** Applications, which subscribe to services and call them through the gateway. */
    public ApplicationsClient applications() {
        return applications;
    }

    /** Who the caller is, and the credentials of applications and users. */
    public AuthenticationClient authentication() {
        return authentication;
    }

    /** Costs, revenue, budgets and credits. */
    public BillingClient billing() {
        return billing;
    }

    /** Data pools: named stores of files. One file has at most 500 MB. */
    public DataPoolsClient dataPools() {
        return dataPools;
    }

    /** Grants: signed tokens with which an application accesses a data pool for a while. */
    public DataPoolGrantsClient dataPoolGrants() {
        return dataPoolGrants;
    }

    /** With whom data pools are shared. */
    public DataPoolSharesClient dataPoolShares() {
        return dataPoolShares;
    }

    /** What the current principal is entitled to. */
    public EligibilityClient eligibility() {
        return eligibility;
    }

    /** Services that run elsewhere and are offered through the gateway. */
    public ExternalServicesClient externalServices() {
        return externalServices;
    }

    /** Connections to Git providers, which services are built from. */
    public GitIntegrationsClient gitIntegrations() {
        return gitIntegrations;
    }

    /** Implementations of algorithms, and their members. */
    public ImplementationsClient implementations() {
        return implementations;
    }

    /** Services that the Hub builds from source and runs. */
    public ManagedServicesClient managedServices() {
        return managedServices;
    }

    /** What is published for everybody. */
    public MarketplaceClient marketplace() {
        return marketplace;
    }

    /** Organizations, their members and their tokens of quantum providers. */
    public OrganizationsClient organizations() {
        return organizations;
    }

    /** Quantum jobs and sessions of all organizations of the caller, with what they cost. */
    public QuantumWorkloadsClient quantumWorkloads() {
        return quantumWorkloads;
    }

    /** Executions of services: records, inputs, results, logs, metrics. */
    public ServiceExecutionsClient serviceExecutions() {
        return serviceExecutions;
    }

    /** Runs of services of one's own, without a subscription. */
    public ServiceJobsClient serviceJobs() {
        return serviceJobs;
    }

    /** With whom services are shared. */
    public ServiceSharesClient serviceShares() {
        return serviceShares;
    }

    /** Services of every kind, their versions and their publication. */
    public ServicesClient services() {
        return services;
    }

    /** Subscriptions of applications to services. */
    public SubscriptionsClient subscriptions() {
        return subscriptions;
    }

    /** The use cases of the catalogue, their sketches and their members. */
    public UseCasesClient useCases() {
        return useCases;
    }

    /** Notifications to the user. */
    public UserNotificationsClient userNotifications() {
        return userNotifications;
    }

    /** The user's accounts, invitations and tokens of quantum providers. */
    public UsersClient users() {
        return users;
    }

    /** Services that are workflows of other services. */
    public WorkflowServicesClient workflowServices() {
        return workflowServices;
    }

    /** The transport, for endpoints without a method of their own. */
    public HubHttp http() {
        return http;
    }

    /** A view with some options changed, on the same connections, token and rate limits. */
    public HubPlatformClient withOptions(UnaryOperator<RequestOptions.Builder> change) {
        return new HubPlatformClient(http.withOptions(Objects.requireNonNull(change, "change")));
    }

    /** A view that acts for this organization. */
    public HubPlatformClient withOrganization(String id) {
        return withOptions(o -> o.organization(id));
    }

    /** A view that acts for the personal account. */
    public HubPlatformClient withoutOrganization() {
        return withOptions(RequestOptions.Builder::withoutOrganization);
    }

    /** Closes the client's own connections and returns at once; shared ones stay open. */
    @Override
    public void close() {
        http.close();
    }

    /** Closes the client's own connections and completes when they are closed. Cold. */
    public Mono<Void> closeLater() {
        return http.closeLater();
    }

    /** Collects what the client is to be; see {@link HubClientBuilder}. */
    public static final class Builder extends HubClientBuilder<Builder> {

        private Builder() {}

        /**
         * The client.
         *
         * @throws IllegalStateException if no credential was given
         */
        public HubPlatformClient build() {
            return new HubPlatformClient(HubHttp.create(
                    API, options(DEFAULT_BASE_URL, "Please provide 'apiKey' when initializing the client")));
        }
    }
}
