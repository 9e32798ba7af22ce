/**
 * The HTTP side that all APIs of the hub share: routing, rate limit, failure injection, latency, ranges, counters.
 *
 * <p>An API is one class that implements {@link io.qhub.localhub.http.Api}; it gets a base path of its own and names its
 * operations. It knows nothing of failures and limits, which come before and after it.
 */
@NullMarked
package io.qhub.localhub.http;

import org.jspecify.annotations.NullMarked;
