package io.github.d365fo.testkit.internal.crypto;

import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.threads.Threads;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An RSA key that signs JSON Web Tokens with RS256. Immutable and thread-safe. */
public final class SigningKey {
    private static final int BITS = 2048;
    // Created while the first server starts, since it takes longer than the rest of the start.
    private static final CompletableFuture<SigningKey> SHARED = CompletableFuture.supplyAsync(
            SigningKey::create, task -> Threads.daemon(task).start());

    private final KeyPair pair;
    private final String id;

    private SigningKey(KeyPair pair) throws GeneralSecurityException {
        this.pair = pair;
        this.id = base64(
                MessageDigest.getInstance("SHA-1").digest(pair.getPublic().getEncoded()));
    }

    /** Returns the key of every fake identity provider in this JVM. */
    public static SigningKey shared() {
        return SHARED.join();
    }

    public static SigningKey create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return new SigningKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA and SHA-1", e);
        }
    }

    public PublicKey publicKey() {
        return pair.getPublic();
    }

    /** Returns a signed token with these claims, which are texts and numbers. */
    public String sign(Map<String, Object> claims) {
        String input = base64(new JsonObject()
                        .put("alg", "RS256")
                        .put("typ", "JWT")
                        .put("kid", id)
                        .toString()) + "."
                + base64(JsonObject.of(claims).toString());
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with RSA", e);
        }
    }

    /** Returns the public half as a JSON Web Key (RFC 7517). */
    public JsonObject publicJwk() {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return new JsonObject()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("alg", "RS256")
                .put("kid", id)
                .put("x5t", id)
                .put("n", base64(unsigned(key.getModulus())))
                .put("e", base64(unsigned(key.getPublicExponent())));
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
