/** Requests and answers of the implementations: data only. */
@NullMarked
package io.qhub.platform.model.implementations;

import org.jspecify.annotations.NullMarked;
