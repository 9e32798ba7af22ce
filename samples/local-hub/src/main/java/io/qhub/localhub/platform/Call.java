package io.qhub.localhub.platform;

import io.qhub.localhub.contract.ApiContract.Operation;
import io.qhub.localhub.http.Exchange;
import io.qhub.localhub.http.HttpError;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call that has been checked against the contract.
 *
 * @param body the JSON body; null if the operation has none
 * @param text the text body; null if the operation has none
 * @param parts the parts of the multipart body; empty if the operation has none
 */
record Call(
        Exchange exchange,
        Operation operation,
        Caller caller,
        @Nullable ObjectNode body,
        @Nullable String text,
        Map<String, Upload.Part> parts) {

    String path(String variable) {
        return exchange.path(variable);
    }

    @Nullable
    String query(String name) {
        return exchange.query(name);
    }

    ObjectNode json() {
        if (body == null) {
            throw new IllegalStateException(operation.key() + " has no body");
        }
        return body;
    }

    /** A string of the body; null if it is missing. */
    @Nullable
    String member(String name) {
        return json().path(name).stringValue(null);
    }

    /** A string of the body that the schema requires. */
    String required(String name) {
        String value = member(name);
        if (value == null || value.isBlank()) {
            throw new HttpError(422, name + " is required");
        }
        return value;
    }

    Call with(Map<String, Upload.Part> received) {
        return new Call(exchange, operation, caller, body, text, received);
    }
}
