package io.qhub.localhub.faults;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds every host on this machine, unless it is told otherwise. */
final class Addresses extends AddressResolverGroup<InetSocketAddress> {

    /** Where a host is. */
    @FunctionalInterface
    interface Place {
        InetAddress of(String host) throws UnknownHostException;
    }

    private final Place place;

    Addresses(Place place) {
        this.place = place;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new InetSocketAddressResolver(executor, new InetNameResolver(executor) {
            @Override
            protected void doResolve(String host, Promise<InetAddress> promise) {
                try {
                    promise.setSuccess(place.of(host));
                } catch (UnknownHostException unknown) {
                    promise.setFailure(unknown);
                }
            }

            @Override
            protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
                try {
                    promise.setSuccess(List.of(place.of(host)));
                } catch (UnknownHostException unknown) {
                    promise.setFailure(unknown);
                }
            }
        });
    }
}
