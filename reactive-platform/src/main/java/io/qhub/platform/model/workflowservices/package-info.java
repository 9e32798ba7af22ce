/** Requests and answers of the workflow services: data only. */
@NullMarked
package io.qhub.platform.model.workflowservices;

import org.jspecify.annotations.NullMarked;
