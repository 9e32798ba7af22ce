package io.qhub.core.internal.answer;

/** Is told how the reading of a body goes on. */
public interface BodyWatch {

    /** Bytes have come, or are about to; the next have the stall timeout. */
    void heard();

    /** The body is whole: the server owes nothing more. */
    void whole();

    /** Whether nobody waits for the answer any longer. */
    boolean isAbandoned();
}
