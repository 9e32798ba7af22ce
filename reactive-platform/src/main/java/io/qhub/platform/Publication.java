package io.qhub.platform;

/** How far a service that is deployed is published. */
public enum Publication {
    /** Not at all. */
    NONE,
    /** For its owners: its lifecycle becomes {@code ACCESSIBLE}. */
    INTERNAL,
    /** In the marketplace: its lifecycle becomes {@code PUBLISHED}. */
    PUBLIC
}
