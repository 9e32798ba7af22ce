package io.qhub.core.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Shows in Javadoc how sure the endpoint of a method is. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface EndpointEvidence {

    /** How sure it is. */
    Evidence value();

    /** Why, or what is open; may be empty. */
    String note() default "";
}
