/** The transport: operations, the call, and the filter chain over one WebClient. */
@NullMarked
package io.qhub.core.http;

import org.jspecify.annotations.NullMarked;
