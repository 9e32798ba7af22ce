/** Spring Boot: a {@code HubPlatformClient} and a {@code HubUserClient} as beans. Boot is optional. */
@NullMarked
package io.qhub.platform.autoconfigure;

import org.jspecify.annotations.NullMarked;
