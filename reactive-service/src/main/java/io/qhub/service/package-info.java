/** The client of the service gateway: run managed services, watch them, fetch what they made. */
@NullMarked
package io.qhub.service;

import org.jspecify.annotations.NullMarked;
