package io.qhub.service;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What can be told of a gateway from its URL, without asking anybody. */
final class GatewayEndpoint {

    static final String EXAMPLE = "https://gateway.hub.kipu-quantum.com/acme/route-planner/1.2.0";

    private static final Pattern PLACEHOLDER =
            Pattern.compile("<[^<>/]*>|%3C[^/]*?%3E|\\{[^{}/]*}", Pattern.CASE_INSENSITIVE);
    private static final int TOKEN_LENGTH = 21;
    private static final String TOKEN_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private GatewayEndpoint() {}

    /** The places of a template that nobody has filled in, such as {@code <context>}. */
    static List<String> placeholders(String url) {
        return PLACEHOLDER.matcher(url).results().map(MatchResult::group).toList();
    }

    /** Whether it can only be this machine. Looks no name up. */
    static boolean isLoopback(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return address != null && InetAddress.getByAddress(address).isLoopbackAddress();
        } catch (UnknownHostException wrongLength) {
            return false;
        }
    }

    /** What a gateway is sent that asks for no credential: 21 letters and digits, and no secret. */
    static String randomToken() {
        StringBuilder token = new StringBuilder(TOKEN_LENGTH);
        for (int i = 0; i < TOKEN_LENGTH; i++) {
            token.append(TOKEN_CHARACTERS.charAt(ThreadLocalRandom.current().nextInt(TOKEN_CHARACTERS.length())));
        }
        return token.toString();
    }
}
