/** Requests and answers of the applications: data only. */
@NullMarked
package io.qhub.platform.model.applications;

import org.jspecify.annotations.NullMarked;
