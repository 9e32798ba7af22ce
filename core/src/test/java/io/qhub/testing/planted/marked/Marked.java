package io.qhub.testing.planted.marked;

public class Marked {}
