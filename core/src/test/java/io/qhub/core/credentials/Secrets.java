package io.qhub.core.credentials;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Where a secret could show: everything that an exception says. */
final class Secrets {

    private Secrets() {}

    /** Everything that an exception, its causes and what it suppresses say, in every way there is to print it. */
    static String textOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        collect(failure, text, Collections.newSetFromMap(new IdentityHashMap<>()));
        return text.toString();
    }

    private static void collect(Throwable failure, StringWriter text, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return;
        }
        text.append(failure.getClass().getName()).append('\n');
        text.append(failure.getMessage()).append('\n');
        text.append(failure.getLocalizedMessage()).append('\n');
        text.append(failure.toString()).append('\n');
        if (failure instanceof io.qhub.core.error.HubException hub) {
            text.append(String.valueOf(hub.trace())).append('\n');
            text.append(hub.attempts().toString()).append('\n');
        }
        if (failure instanceof io.qhub.core.error.HubApiException answered) {
            text.append(answered.body()).append(String.valueOf(answered.json())).append(answered.apiMessage());
        }
        collect(failure.getCause(), text, seen);
        for (Throwable suppressed : failure.getSuppressed()) {
            collect(suppressed, text, seen);
        }
    }
}
