package io.qhub.testing.planted;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Of everything that an API can have, some. */
public final class Api {

    private Api() {}

    interface Hidden {
        default void inherited() {}
    }

    abstract static class Base {
        protected int left;

        public final void kept() {}
    }

    public abstract static class Open<T extends Comparable<T>> extends Base implements Hidden, Runnable {

        public static final String NAME = "n";

        int unseen;

        protected Open(int number) {}

        Open() {}

        public abstract @Nullable Map<String, @Nullable T> all(List<? extends T> some, @Nullable String[] texts);

        public static <E extends Exception> E failing(Class<? super E> type, Object... rest) throws IOException, E {
            throw new IOException();
        }

        void unseen() {}

        @Override
        public String toString() {
            return "";
        }
    }

    public static final class Closed {
        private Closed() {}

        protected void unseen() {}

        @Deprecated
        public void old() {}
    }

    public record Pair<T>(T first, @Nullable List<String> second) {
        public Pair(T first) {
            this(first, null);
        }
    }

    public enum Level {
        LOW,
        HIGH
    }

    public sealed interface Shape permits Dot {
        int corners();
    }

    public record Dot() implements Shape {
        @Override
        public int corners() {
            return 0;
        }
    }

    public @interface Mark {
        String value();

        int order() default 0;
    }
}
