/** Requests and answers of the managed services: data only. */
@NullMarked
package io.qhub.platform.model.managedservices;

import org.jspecify.annotations.NullMarked;
