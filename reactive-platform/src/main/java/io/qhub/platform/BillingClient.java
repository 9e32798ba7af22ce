package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.Paging;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.platform.model.billing.BalanceDto;
import io.qhub.platform.model.billing.BillingHistoryEntryDto;
import io.qhub.platform.model.billing.BudgetDto;
import io.qhub.platform.model.billing.CostGrouping;
import io.qhub.platform.model.billing.CostReportDto;
import io.qhub.platform.model.billing.CreateBudgetRequest;
import io.qhub.platform.model.billing.CreditDto;
import io.qhub.platform.model.billing.MonthAmountDto;
import io.qhub.platform.model.billing.ReportFormat;
import io.qhub.platform.model.billing.UpdateBudgetRequest;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Costs, revenue, budgets and credits.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class BillingClient {

    static final Operations OPERATIONS = Operations.of("platform.billing");

    static final Operation<MonthAmountDto> GET_COSTS_BY_MONTH = OPERATIONS
            .get("getCostsByMonth", "/dashboard/costs")
            .query("year", "month")
            .answers(MonthAmountDto.class);
    static final Operation<MonthAmountDto> GET_REVENUE_BY_MONTH = OPERATIONS
            .get("getRevenueByMonth", "/dashboard/revenue")
            .query("year", "month")
            .answers(MonthAmountDto.class);
    static final Operation<BalanceDto> GET_BALANCE =
            OPERATIONS.get("getBalance", "/billing/balance").designed().answers(BalanceDto.class);
    static final Operation<Page<BudgetDto>> GET_BUDGETS =
            OPERATIONS.get("getBudgets", "/billing/budgets").designed().answersListOrPage(BudgetDto.class);
    static final Operation<BudgetDto> CREATE_BUDGET = OPERATIONS
            .post("createBudget", "/billing/budgets")
            .body(CreateBudgetRequest.class)
            .designed()
            .answers(BudgetDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<BudgetDto> GET_BUDGET =
            OPERATIONS.get("getBudget", "/billing/budgets/{id}").designed().answers(BudgetDto.class);
    static final Operation<BudgetDto> UPDATE_BUDGET = OPERATIONS
            .put("updateBudget", "/billing/budgets/{id}")
            .body(UpdateBudgetRequest.class)
            .designed()
            .answers(BudgetDto.class);
    static final Operation<Void> DELETE_BUDGET = OPERATIONS
            .delete("deleteBudget", "/billing/budgets/{id}")
            .designed()
            .answersNothing();
    static final Operation<Page<CreditDto>> GET_CREDITS =
            OPERATIONS.get("getCredits", "/billing/credits").designed().answersListOrPage(CreditDto.class);
    static final Operation<Page<BillingHistoryEntryDto>> GET_BILLING_HISTORY = OPERATIONS
            .get("getBillingHistory", "/billing/history")
            .query("from", "to", "page", "size", "sort")
            .designed()
            .answersPage(BillingHistoryEntryDto.class);
    static final Operation<CostReportDto> GET_COST_REPORT = OPERATIONS
            .get("getCostReport", "/billing/cost-reports")
            .query("from", "to", "groupBy")
            .designed()
            .answers(CostReportDto.class);
    static final Operation<DataBuffer> EXPORT_COST_REPORT = OPERATIONS
            .get("exportCostReport", "/billing/cost-reports/export")
            .query("from", "to", "format")
            .designed()
            .streams();

    private static final Operation<String> EXPORT_COST_REPORT_AS_TEXT = EXPORT_COST_REPORT.asText();

    private final HubHttp http;

    BillingClient(HubHttp http) {
        this.http = http;
    }

    /** What a month has cost, by application and product. {@code GET /dashboard/costs}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<MonthAmountDto> getCostsByMonth(YearMonth month) {
        return http.request(GET_COSTS_BY_MONTH)
                .query("year", month.getYear())
                .query("month", month.getMonthValue())
                .send();
    }

    /** What a month has earned, by service and product. {@code GET /dashboard/revenue}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<MonthAmountDto> getRevenueByMonth(YearMonth month) {
        return http.request(GET_REVENUE_BY_MONTH)
                .query("year", month.getYear())
                .query("month", month.getMonthValue())
                .send();
    }

    /** What is open on the account. {@code GET /billing/balance}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<BalanceDto> getBalance() {
        return http.call(GET_BALANCE);
    }

    /** The budgets. {@code GET /billing/budgets}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Flux<BudgetDto> getBudgets() {
        return Listings.all(http, GET_BUDGETS);
    }

    /** As {@link #getBudgets()}: the name that every listing has. */
    public Flux<BudgetDto> listBudgets() {
        return getBudgets();
    }

    /**
     * Creates a budget. {@code POST /billing/budgets}; not retried once the Hub may have seen it. Of the answer only
     * the id is needed.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<BudgetDto> createBudget(CreateBudgetRequest request) {
        return http.request(CREATE_BUDGET)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** One budget, and what of it is spent. {@code GET /billing/budgets/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<BudgetDto> getBudget(String id) {
        return http.call(GET_BUDGET, id);
    }

    /** Changes a budget. {@code PUT /billing/budgets/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<BudgetDto> updateBudget(String id, UpdateBudgetRequest request) {
        return http.request(UPDATE_BUDGET, id)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** Deletes a budget. {@code DELETE /billing/budgets/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<Void> deleteBudget(String id) {
        return http.call(DELETE_BUDGET, id);
    }

    /** The credits that were granted to the account. {@code GET /billing/credits}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Flux<CreditDto> getCredits() {
        return Listings.all(http, GET_CREDITS);
    }

    /** As {@link #getCredits()}: the name that every listing has. */
    public Flux<CreditDto> listCredits() {
        return getCredits();
    }

    /** One page of charges, credits, invoices and payouts. {@code GET /billing/history}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<Page<BillingHistoryEntryDto>> getBillingHistory(BillingHistoryQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.request(GET_BILLING_HISTORY))
                .send();
    }

    /**
     * All charges, credits, invoices and payouts from the asked page on, in order, fetched page by page as they are
     * needed: who takes five makes one request. What is added or deleted meanwhile can shift entries, so that one
     * appears twice or not at all.
     */
    public Flux<BillingHistoryEntryDto> listBillingHistory(BillingHistoryQuery query) {
        return Paging.list(query.page(), page -> getBillingHistory(query.withPage(page)));
    }

    /** All of them, as the Hub orders them. */
    public Flux<BillingHistoryEntryDto> listBillingHistory() {
        return listBillingHistory(BillingHistoryQuery.all());
    }

    /**
     * What a span of days has cost, by group. {@code GET /billing/cost-reports}; retried.
     *
     * @param from the first day
     * @param to the last day
     * @param groupBy what the amounts are grouped by; null leaves it out
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<CostReportDto> getCostReport(LocalDate from, LocalDate to, @Nullable CostGrouping groupBy) {
        return http.request(GET_COST_REPORT)
                .query("from", Objects.requireNonNull(from, "from"))
                .query("to", Objects.requireNonNull(to, "to"))
                .query("groupBy", groupBy)
                .send();
    }

    /** The same, grouped as the Hub chooses. */
    public Mono<CostReportDto> getCostReport(LocalDate from, LocalDate to) {
        return getCostReport(from, to, null);
    }

    /**
     * The cost report of a span of days as a file. {@code GET /billing/cost-reports/export}; retried until the
     * answer's head has arrived, not after.
     *
     * <p>The subscriber owns and releases each buffer; what is dropped before it reaches the subscriber is released by
     * the client. Backpressure reaches the socket.
     *
     * @param from the first day
     * @param to the last day
     * @param format the format of the file; null leaves it out
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Flux<DataBuffer> exportCostReport(LocalDate from, LocalDate to, @Nullable ReportFormat format) {
        return http
                .request(EXPORT_COST_REPORT)
                .query("from", Objects.requireNonNull(from, "from"))
                .query("to", Objects.requireNonNull(to, "to"))
                .query("format", format)
                .stream();
    }

    /** The same, in the format that the Hub chooses. */
    public Flux<DataBuffer> exportCostReport(LocalDate from, LocalDate to) {
        return exportCostReport(from, to, null);
    }

    /**
     * The cost report of a span of days as a file, into a file. {@code GET /billing/cost-reports/export}
     *
     * @param target the file; it appears whole, at the end, or not at all
     * @see io.qhub.core.http.HubCall#toFile
     */
    public Mono<DownloadedFile> downloadCostReport(LocalDate from, LocalDate to, Path target) {
        return downloadCostReport(from, to, null, target, DownloadOptions.defaults());
    }

    /** The same, with progress and other options. */
    public Mono<DownloadedFile> downloadCostReport(
            LocalDate from, LocalDate to, @Nullable ReportFormat format, Path target, DownloadOptions options) {
        return http.request(EXPORT_COST_REPORT)
                .query("from", Objects.requireNonNull(from, "from"))
                .query("to", Objects.requireNonNull(to, "to"))
                .query("format", format)
                .toFile(target, options);
    }

    /** The same report as text. */
    public Mono<String> exportCostReportAsText(LocalDate from, LocalDate to, @Nullable ReportFormat format) {
        return http.request(EXPORT_COST_REPORT_AS_TEXT)
                .query("from", Objects.requireNonNull(from, "from"))
                .query("to", Objects.requireNonNull(to, "to"))
                .query("format", format)
                .send();
    }
}
