package io.github.d365fo.testkit.internal.crypto;

import io.github.d365fo.testkit.internal.json.JsonFields;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON Web Token that a client sent. Immutable.
 *
 * @param header the texts of its header
 * @param claims its claims that are texts or numbers
 * @param signed the text that is signed
 * @param signature its signature, in base64
 */
public record Jwt(Map<String, String> header, Map<String, String> claims, String signed, String signature) {
    private static final int SALT = 32;
    private static final BigDecimal LATEST =
            BigDecimal.valueOf(Instant.parse("9999-12-31T23:59:59Z").getEpochSecond());

    /** Returns the token, or empty if {@code text} is none. */
    public static Optional<Jwt> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Jwt(
                    JsonFields.texts(decode(parts[0])),
                    JsonFields.texts(decode(parts[1])),
                    parts[0] + "." + parts[1],
                    parts[2]));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public String claim(String name) {
        return claims.getOrDefault(name, "");
    }

    /** Returns the time in a claim, which can have a fraction (RFC 7519, 2), or {@code otherwise} if there is none. */
    public Instant time(String name, Instant otherwise) {
        String text = claim(name);
        return text.matches("\\d{1,11}(\\.\\d{1,18})?([eE]\\+?\\d)?")
                ? Instant.ofEpochMilli(
                        new BigDecimal(text).min(LATEST).movePointRight(3).longValue())
                : otherwise;
    }

    /** Returns whether {@code key} signed it, with RS256 or PS256. */
    public boolean isSignedBy(PublicKey key) {
        try {
            Signature verifier = verifier();
            verifier.initVerify(key);
            verifier.update(signed.getBytes(StandardCharsets.US_ASCII));
            return verifier.verify(Base64.getUrlDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private Signature verifier() throws GeneralSecurityException {
        if (header.getOrDefault("alg", "").equals("RS256")) {
            return Signature.getInstance("SHA256withRSA");
        }
        if (!header.getOrDefault("alg", "").equals("PS256")) {
            throw new GeneralSecurityException("neither RS256 nor PS256");
        }
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SALT, 1));
        return pss;
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
