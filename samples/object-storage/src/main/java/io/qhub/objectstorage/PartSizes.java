package io.qhub.objectstorage;

import org.jspecify.annotations.Nullable;

/**
 * How long the parts of one object are. S3 allows 10,000 parts: where the length is known the parts are made as long as it
 * needs; where it is not, they double every 1,000 parts, up to a limit.
 */
final class PartSizes {

    static final int MIB = 1024 * 1024;

    /** S3 refuses shorter parts, except the last. */
    static final int SMALLEST = 5 * MIB;

    /** A part lies in one array. */
    static final int LARGEST = 1024 * MIB;

    static final int MOST_PARTS = 10_000;

    private static final int STEP = 1_000;

    private final int first;
    private final int largest;
    private final @Nullable Long length;

    private PartSizes(int first, int largest, @Nullable Long length) {
        this.first = first;
        this.largest = largest;
        this.length = length;
    }

    /**
     * @param first the size of the first parts
     * @param largest up to which they may grow
     * @param length of the content, or null where it is not known
     * @throws IllegalArgumentException if the length does not fit into 10,000 parts of the largest size
     */
    static PartSizes of(int first, int largest, @Nullable Long length) {
        if (length == null) {
            return new PartSizes(first, largest, null);
        }
        long needed = (length + MOST_PARTS - 1) / MOST_PARTS;
        long rounded = (needed + MIB - 1) / MIB * MIB;
        long size = Math.max(first, Math.min(rounded, largest));
        if (needed > size) {
            throw new IllegalArgumentException("content: its " + length + " bytes do not fit into " + MOST_PARTS
                    + " parts of at most " + largest + " bytes; allow larger parts by maxPartSize");
        }
        return new PartSizes((int) size, largest, length);
    }

    /** The size of a part, in bytes; the last part may be shorter. */
    int of(int number) {
        if (length != null) {
            return first;
        }
        long size = (long) first << Math.min(30, (number - 1) / STEP);
        return (int) Math.min(size, largest);
    }

    /**
     * How much memory to begin a part with. Where the length is not known the first part begins small, for a short answer
     * should not cost a long part. Later ones do so always: they may have to wait for room with what is left of a buffer.
     */
    int initial(int number) {
        return number == 1 && length != null ? full(number) : Math.min(full(number), PartAssembler.SMALL_BYTES);
    }

    /** How much memory a part needs at most. */
    int full(int number) {
        return length == null ? of(number) : (int) Math.min(first, Math.max(0, length - (long) (number - 1) * first));
    }

    /** The bytes of the longest content that fits. */
    long most() {
        long sum = 0;
        for (int number = 1; number <= MOST_PARTS; number++) {
            sum += of(number);
        }
        return sum;
    }
}
