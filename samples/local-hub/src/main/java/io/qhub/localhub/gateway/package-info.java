/**
 * The gateway: its token endpoint, managed services with their seven operations, and the services that the hub brings
 * along.
 *
 * <p>Executions are held in memory and touched by one thread only, the state thread; services compute on threads of their
 * own, event loops only read and write bytes.
 */
@NullMarked
package io.qhub.localhub.gateway;

import org.jspecify.annotations.NullMarked;
