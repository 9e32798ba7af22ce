/**
 * The contract of the Hub's APIs as tables: operations and schemas, read from resources. From them come the checks of
 * requests, the plain operations of the platform and the OpenAPI documents.
 */
@NullMarked
package io.qhub.localhub.contract;

import org.jspecify.annotations.NullMarked;
