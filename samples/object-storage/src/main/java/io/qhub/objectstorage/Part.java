package io.qhub.objectstorage;

import java.nio.ByteBuffer;
import software.amazon.awssdk.core.async.AsyncRequestBody;

/**
 * A piece of the content, in memory of its own, so that it can be sent again.
 *
 * @param number from 1
 * @param bytes longer than the part, perhaps
 * @param length how many of them are the part's
 * @param last whether the content ends with it
 */
record Part(int number, byte[] bytes, int length, boolean last) {

    /** What is handed to the connection at once: all of a part at once would be copied to direct memory at once. */
    private static final int SLICE_BYTES = 128 * 1024;

    /** Whether it is all of the content. */
    boolean whole() {
        return number == 1 && last;
    }

    AsyncRequestBody body() {
        ByteBuffer[] slices = new ByteBuffer[(length + SLICE_BYTES - 1) / SLICE_BYTES];
        for (int i = 0; i < slices.length; i++) {
            int from = i * SLICE_BYTES;
            slices[i] = ByteBuffer.wrap(bytes, from, Math.min(SLICE_BYTES, length - from))
                    .slice();
        }
        return length == 0 ? AsyncRequestBody.empty() : AsyncRequestBody.fromByteBuffersUnsafe(slices);
    }
}
