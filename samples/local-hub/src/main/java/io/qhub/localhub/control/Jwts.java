package io.qhub.localhub.control;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Signs and verifies JSON Web Tokens with HMAC-SHA256 and one secret. Immutable and thread-safe; {@code toString} shows no
 * secret. To load the JDK's cryptography for the first time can block: use it off the event loops.
 */
public final class Jwts {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_BYTES = 32;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final String HEADER = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));

    private final SecretKeySpec key;

    /**
     * Tokens signed with this secret.
     *
     * @param secret at least 32 bytes; copied
     */
    public Jwts(byte[] secret) {
        if (secret.length < SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "the secret must have at least " + SECRET_BYTES + " bytes, had " + secret.length);
        }
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** Tokens signed with a secret that is made up: nobody else can issue them. Reads the system's entropy. */
    public static Jwts random() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new Jwts(secret);
    }

    /**
     * A signed token with these claims and {@code iat}, {@code exp} (whole seconds, {@code exp} rounded up) and
     * {@code jti}, which no two tokens share.
     *
     * @param claims the other claims; not changed
     * @param lifetime zero or more
     */
    public String issue(ObjectNode claims, Instant issuedAt, Duration lifetime) {
        if (Objects.requireNonNull(lifetime, "lifetime").isNegative()) {
            throw new IllegalArgumentException("lifetime must not be negative, was " + lifetime);
        }
        Instant expiry = issuedAt.plus(lifetime);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        ObjectNode all = claims.deepCopy();
        all.put("iat", issuedAt.getEpochSecond());
        all.put("exp", expiry.getEpochSecond() + (expiry.getNano() > 0 ? 1 : 0));
        all.put("jti", new UUID(random.nextLong(), random.nextLong()).toString());
        String content = HEADER + "." + base64(all.toString().getBytes(StandardCharsets.UTF_8));
        return content + "." + base64(sign(content));
    }

    /**
     * The claims of a token that was signed with this secret and has not expired.
     *
     * @throws IllegalArgumentException if it was not, or has; the message says which, and does not show the token
     */
    public ObjectNode verify(String token, Instant now) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("the token is not a JWT");
        }
        if (!parts[0].equals(HEADER)) {
            throw new IllegalArgumentException("the token was not issued by this hub");
        }
        byte[] signature;
        try {
            signature = DECODER.decode(parts[2]);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the token is not a JWT", e);
        }
        if (!MessageDigest.isEqual(signature, sign(parts[0] + "." + parts[1]))) {
            throw new IllegalArgumentException("the signature of the token is not right");
        }
        JsonNode claims;
        try {
            claims = JsonMapper.shared().readTree(DECODER.decode(parts[1]));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the token is not a JWT", e);
        }
        if (!(claims instanceof ObjectNode object) || !object.path("exp").isIntegralNumber()) {
            throw new IllegalArgumentException("the token has no expiry");
        }
        if (now.getEpochSecond() >= object.get("exp").longValue()) {
            throw new IllegalArgumentException("the token has expired");
        }
        return object;
    }

    private byte[] sign(String content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static String base64(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "Jwts " + key.getAlgorithm();
    }
}
