package io.qhub.core.json;

/**
 * An enumeration that the Hub may extend at any time. It is a record over the value on the wire, with a constant for
 * each value that is known today; a value that is not known lives on unchanged.
 *
 * <pre>{@code
 * public record JobStatus(@JsonValue String value) implements OpenEnum {
 *     public static final JobStatus PENDING = new JobStatus("PENDING");
 * }
 * }</pre>
 */
public interface OpenEnum {

    /** The value as it stands on the wire. Never null. */
    String value();
}
