package io.qhub.localhub.platform;

/** What somebody may do with a resource. Ordered: each one includes those before it. */
enum Permission {
    NONE,
    VIEWER,
    MAINTAINER,
    OWNER;

    boolean includes(Permission needed) {
        return compareTo(needed) >= 0;
    }

    static Permission max(Permission a, Permission b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
