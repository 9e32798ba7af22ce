/** Requests and answers of the eligibility: data only. */
@NullMarked
package io.qhub.platform.model.eligibility;

import org.jspecify.annotations.NullMarked;
