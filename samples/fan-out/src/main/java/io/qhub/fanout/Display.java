package io.qhub.fanout;

import java.io.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;

/** Shows progress: on a terminal one line that changes, elsewhere a line each few seconds. */
final class Display {

    private static final int LIVE_MILLIS = 250;
    private static final int PLAIN_MILLIS = 5_000;
    private static final int PLAIN_WIDTH = 200;

    private Display() {}

    static ProgressBar show(Progress progress, PrintWriter err) {
        boolean live = isTerminal();
        return new ProgressBarBuilder()
                .setInitialMax(1)
                // The bar's own figures do not change.
                .continuousUpdate()
                .setUpdateIntervalMillis(live ? LIVE_MILLIS : PLAIN_MILLIS)
                .setRenderer((state, width) -> progress.line(width))
                .setConsumer(live ? new ConsoleProgressBarConsumer(new PrintStream(System.err, true)) : new Lines(err))
                .build();
    }

    static boolean isTerminal() {
        Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            // Since Java 22 there may be a console without a terminal, and this to tell them apart.
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }

    private record Lines(PrintWriter err) implements ProgressBarConsumer {

        @Override
        public int getMaxRenderedLength() {
            return PLAIN_WIDTH;
        }

        @Override
        public void accept(String line) {
            err.println(line);
        }

        @Override
        public void close() {}
    }
}
