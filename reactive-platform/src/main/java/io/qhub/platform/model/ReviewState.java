package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Where a review stands. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ReviewState(@JsonValue String value) implements OpenEnum {

    public static final ReviewState UNDER_REVIEW = new ReviewState("UNDER_REVIEW");
    public static final ReviewState REVIEWED = new ReviewState("REVIEWED");

    public ReviewState {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ReviewState of(String value) {
        return new ReviewState(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
