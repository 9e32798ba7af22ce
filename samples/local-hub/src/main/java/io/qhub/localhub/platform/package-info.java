/**
 * The platform side of the hub: the Platform API, the user service and the OpenAPI documents.
 *
 * <p>Operations are registered from the contract's table. Those that only create, read, update and delete are served by
 * one generic store; the others have an action of their own. All state is held in memory and touched by one thread only,
 * the state thread; files are on disk, and read and written by threads of their own.
 */
@NullMarked
package io.qhub.localhub.platform;

import org.jspecify.annotations.NullMarked;
