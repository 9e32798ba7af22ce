/** Spring Boot: properties under {@code qhub.*} and what all clients' auto-configurations share. Boot is optional. */
@NullMarked
package io.qhub.core.autoconfigure;

import org.jspecify.annotations.NullMarked;
