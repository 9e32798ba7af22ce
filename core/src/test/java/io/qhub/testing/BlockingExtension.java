package io.qhub.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockingOperationError;

/** Fails each test class in which a call blocked where none may, whoever swallowed the error. Found by itself. */
public final class BlockingExtension implements AfterAllCallback {

    private static final int SHOWN = 3;

    @Override
    public void afterAll(ExtensionContext context) {
        List<BlockingOperationError> found = BlockingCalls.take();
        if (!found.isEmpty()) {
            StringWriter text = new StringWriter();
            found.stream().limit(SHOWN).forEach(error -> error.printStackTrace(new PrintWriter(text, true)));
            throw new AssertionError(found.size() + " blocking calls: " + text);
        }
    }
}
