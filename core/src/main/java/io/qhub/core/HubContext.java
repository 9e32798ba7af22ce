package io.qhub.core;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Scopes every Hub call of a reactive chain, for use with {@code contextWrite}: a WebFlux filter can so set the
 * organization of everything below it. A view of a client wins over it, the client's own settings lose.
 *
 * <pre>{@code
 * return chain.filter(exchange).contextWrite(HubContext.organization(tenant));
 * }</pre>
 */
public final class HubContext {

    private static final Object KEY = RequestOptions.class;

    private HubContext() {}

    /** Acts for this organization. */
    public static Function<Context, Context> organization(String id) {
        return options(o -> o.organization(id));
    }

    /** Acts for the personal account. */
    public static Function<Context, Context> withoutOrganization() {
        return options(RequestOptions.Builder::withoutOrganization);
    }

    /** Sets any options; those of an outer {@code contextWrite} stay where these say nothing. */
    public static Function<Context, Context> options(UnaryOperator<RequestOptions.Builder> change) {
        RequestOptions set = RequestOptions.of(change);
        return context -> context.put(KEY, set.over(from(context)));
    }

    /** What the context says; {@link RequestOptions#INHERIT} where it says nothing. */
    public static RequestOptions from(ContextView context) {
        RequestOptions set = context.getOrDefault(KEY, null);
        return set == null ? RequestOptions.INHERIT : set;
    }
}
