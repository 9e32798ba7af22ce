/** Spring Boot: a {@code HubServiceClient} as a bean for each service under {@code qhub.services}. Boot is optional. */
@NullMarked
package io.qhub.service.autoconfigure;

import org.jspecify.annotations.NullMarked;
