package io.qhub.testing.planted.core.autoconfigure;

public class PlantedProperties {}
