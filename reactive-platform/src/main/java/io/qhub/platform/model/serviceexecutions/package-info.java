/** Requests and answers of the service executions: data only. */
@NullMarked
package io.qhub.platform.model.serviceexecutions;

import org.jspecify.annotations.NullMarked;
