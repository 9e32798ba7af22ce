package io.qhub.core.http;

/** How sure it is that the Hub serves an operation in the form that this client uses. */
public enum Evidence {
    /** Read in a published client, its tests, a recorded answer or the published OpenAPI document. */
    VERIFIED,
    /** Reasoned from the API's own conventions; not seen. */
    INFERRED,
    /** The operation's name is documented, its path is this project's own design. */
    DESIGNED
}
