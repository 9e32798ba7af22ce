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

    /**
     * For a {@code switch}: the constant of a closed enumeration that has the name of this value.
     *
     * @param type the closed enumeration; its constants are named as the values are on the wire
     * @param unrecognized what stands for a value that it does not have
     */
    default <E extends Enum<E>> E known(Class<E> type, E unrecognized) {
        for (E known : type.getEnumConstants()) {
            if (known != unrecognized && known.name().equals(value())) {
                return known;
            }
        }
        return unrecognized;
    }
}
