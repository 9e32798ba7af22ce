/** Requests and answers of the service gateway: data only. */
@NullMarked
package io.qhub.service.model;

import org.jspecify.annotations.NullMarked;
