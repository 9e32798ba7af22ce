package io.qhub.core.internal.autoconfigure;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Turns what a builder refuses into a failure that names the property. */
public final class Checked {

    private Checked() {}

    /**
     * Hands the value of a property on.
     *
     * @param value null is passed over
     * @throws InvalidConfigurationPropertyValueException if it is refused; it shows the value
     */
    public static <T> void set(String property, @Nullable T value, Consumer<T> setter) {
        set(property, value, value, setter);
    }

    /** As {@link #set}, for a value that is not to be shown. */
    public static <T> void setSecret(String property, @Nullable T value, Consumer<T> setter) {
        set(property, value, "******", setter);
    }

    /** The failure of a property that is missing or makes no sense beside others. */
    public static InvalidConfigurationPropertyValueException refused(
            String property, @Nullable Object shown, String reason) {
        return new InvalidConfigurationPropertyValueException(property, shown, reason);
    }

    private static <T> void set(String property, @Nullable T value, @Nullable Object shown, Consumer<T> setter) {
        if (value == null) {
            return;
        }
        try {
            setter.accept(value);
        } catch (IllegalArgumentException | NullPointerException refusal) {
            // Not as the cause: what refuses may show what it refuses.
            throw refused(property, shown, String.valueOf(refusal.getMessage()));
        }
    }
}
