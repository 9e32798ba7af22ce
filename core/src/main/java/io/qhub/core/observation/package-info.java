/**
 * What is told of each call to Micrometer's Observation API, and the meters that an observation alone does not give. Only
 * {@link io.qhub.core.observation.HubMeters} needs {@code micrometer-core}.
 */
@NullMarked
package io.qhub.core.observation;

import org.jspecify.annotations.NullMarked;
