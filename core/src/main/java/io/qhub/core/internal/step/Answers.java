package io.qhub.core.internal.step;

import io.qhub.core.internal.answer.Reply;
import io.qhub.core.internal.call.Call;

/** Reads replies as their call says. */
final class Answers {

    private Answers() {}

    /**
     * The reply with what its body says.
     *
     * @throws io.qhub.core.error.HubDecodingException if it cannot be read
     */
    static Reply read(Reply reply, Call call) {
        return reply.isRead()
                ? reply
                : reply.readAs(call.reader()
                        .read(reply.bytes(), reply.statusCode().value(), reply.asHttpHeaders(), call.trace()));
    }
}
