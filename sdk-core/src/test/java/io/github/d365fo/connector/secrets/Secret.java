package io.github.d365fo.connector.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** The kinds of secrets that a client has in use, each made up anew. */
public enum Secret {
    JSON_WEB_TOKEN {
        @Override
        public String make(RandomGenerator random) {
            return base64Url("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                    + base64Url(("{\"aud\":\"https://x.example\",\"uti\":\"" + random.nextLong() + "\"}")
                            .getBytes(StandardCharsets.UTF_8))
                    + "." + base64Url(bytes(random, 48));
        }
    },
    OPAQUE_TOKEN {
        @Override
        public String make(RandomGenerator random) {
            return text(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~+/-=", 43);
        }
    },
    POP_RECEIPT {
        @Override
        public String make(RandomGenerator random) {
            return "AgAAAAMAAAAAAAAA" + Base64.getEncoder().encodeToString(bytes(random, 20));
        }
    },
    /** As it stands in an address, percent-encoded. */
    SIGNATURE {
        @Override
        public String make(RandomGenerator random) {
            return Base64.getEncoder()
                    .encodeToString(bytes(random, 32))
                    .replace("+", "%2B")
                    .replace("/", "%2F")
                    .replace("=", "%3D");
        }
    },
    PASSWORD {
        @Override
        public String make(RandomGenerator random) {
            return text(random, "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#$%&/()=?<>\"'\\+ äöß€", 31);
        }
    };

    public abstract String make(RandomGenerator random);

    private static byte[] bytes(RandomGenerator random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String text(RandomGenerator random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
