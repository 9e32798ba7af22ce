package io.qhub.localhub.faults;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Of an authority that the client trusts. */
final class Certificates {

    private static final HeldCertificate AUTHORITY = new HeldCertificate.Builder()
            .certificateAuthority(0)
            .commonName("authority")
            .build();

    static final SSLContext GOOD = context(leaf());
    static final SSLContext EXPIRED =
            context(leaf().validityInterval(0, System.currentTimeMillis() - TimeUnit.DAYS.toMillis(1)));
    static final SSLContext OF_ANOTHER_HOST =
            context(new HeldCertificate.Builder().signedBy(AUTHORITY).addSubjectAlternativeName("another.test"));
    static final SslContext TRUST = trust();

    private Certificates() {}

    private static HeldCertificate.Builder leaf() {
        HeldCertificate.Builder leaf = new HeldCertificate.Builder().signedBy(AUTHORITY);
        for (String host : new String[] {Rig.HUB, Rig.TOKENS, Rig.ELSEWHERE}) {
            leaf.addSubjectAlternativeName(host);
        }
        return leaf;
    }

    private static SSLContext context(HeldCertificate.Builder leaf) {
        return new HandshakeCertificates.Builder()
                .heldCertificate(leaf.build())
                .build()
                .sslContext();
    }

    private static SslContext trust() {
        try {
            return SslContextBuilder.forClient()
                    .trustManager(AUTHORITY.certificate())
                    .build();
        } catch (SSLException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
