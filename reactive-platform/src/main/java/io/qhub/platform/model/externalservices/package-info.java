/** Requests and answers of the external services: data only. */
@NullMarked
package io.qhub.platform.model.externalservices;

import org.jspecify.annotations.NullMarked;
