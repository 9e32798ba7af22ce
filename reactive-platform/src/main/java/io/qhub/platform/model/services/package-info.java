/** Requests and answers of the services: data only. */
@NullMarked
package io.qhub.platform.model.services;

import org.jspecify.annotations.NullMarked;
