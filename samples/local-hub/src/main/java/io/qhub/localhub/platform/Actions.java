package io.qhub.localhub.platform;

import io.qhub.localhub.http.Reply;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The operations that have an action of their own, by namespace and name. */
final class Actions {

    private final Map<String, Action> byKey = new HashMap<>();

    /** An operation that answers at once. */
    Actions on(String key, Action.Now action) {
        return add(key, action);
    }

    Actions add(String key, Action action) {
        if (byKey.put(key, action) != null) {
            throw new IllegalStateException(key + " has two actions");
        }
        return this;
    }

    /** An upload that is checked before its body is read. */
    Actions upload(String key, Consumer<Call> before, Action.Now action) {
        return add(key, new Action.Now() {
            @Override
            public Reply reply(Call call) {
                return action.reply(call);
            }

            @Override
            public void before(Call call) {
                before.accept(call);
            }
        });
    }

    @Nullable
    Action get(String key) {
        return byKey.get(key);
    }
}
