/** Requests and answers of the service jobs: data only. */
@NullMarked
package io.qhub.platform.model.servicejobs;

import org.jspecify.annotations.NullMarked;
