package io.qhub.testing;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails each test class that leaves a Netty buffer unreleased. Found by itself in every module. */
public final class LeakExtension implements BeforeAllCallback, AfterAllCallback {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LeakExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        NettyLeaks.ownedBy(context.getRequiredTestClass().getName());
        context.getStore(NAMESPACE).put("tracked", NettyLeaks.tracked());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Long before = context.getStore(NAMESPACE).get("tracked", Long.class);
        if (before == null || before == NettyLeaks.tracked()) {
            return; // No buffer, no leak: spares most classes the garbage collections.
        }
        if (Boolean.getBoolean("qhub.mutations")) {
            return; // Each test is run for itself there, for each mutation: with its garbage collections for hours.
        }
        List<String> leaks = NettyLeaks.drain();
        if (!leaks.isEmpty()) {
            throw new AssertionError(LeakHarness.message(leaks));
        }
    }
}
