package io.qhub.testing.planted.core.internal;

public class Hidden {}
