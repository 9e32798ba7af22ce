package io.qhub.objectstorage;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What the AWS SDK waits for when a client is closed: for the closing of its connections, on the one thread of Netty's
 * global executor, which is no event loop and serves no connection.
 */
public final class SdkBlocking implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside(
                "software.amazon.awssdk.http.nio.netty.internal.BetterSimpleChannelPool", "close");
    }
}
