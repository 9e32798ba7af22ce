/** The client of the Platform API and the user service: one facade each, one client class per namespace. */
@NullMarked
package io.qhub.platform;

import org.jspecify.annotations.NullMarked;
