/** Spring Boot: a {@code HubPlatformClient} as a bean. Boot is optional. */
@NullMarked
package io.qhub.platform.autoconfigure;

import org.jspecify.annotations.NullMarked;
