package io.qhub.testing.planted.platform;

public class PlatformFacade {}
