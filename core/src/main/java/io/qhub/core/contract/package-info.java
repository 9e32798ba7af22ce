/** Compares the clients' operations with the OpenAPI document of a Hub, and finds the paths that have moved. */
@NullMarked
package io.qhub.core.contract;

import org.jspecify.annotations.NullMarked;
