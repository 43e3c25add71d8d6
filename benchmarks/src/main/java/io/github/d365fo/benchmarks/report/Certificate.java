package io.github.d365fo.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A certificate for this run alone, and a trust store with it beside the authorities that Java trusts. */
final class Certificate {
    private static final Path HOME = Path.of(System.getProperty("java.home"));
    private static final String SHIPPED_PASSWORD = "changeit";
    private static final String NAME = "benchmark";

    private final Path keys;
    private final Path trust;
    private final String password;

    private Certificate(Path keys, Path trust, String password) {
        this.keys = keys;
        this.trust = trust;
        this.password = password;
    }

    static Certificate create(Path directory) throws IOException, InterruptedException {
        Path keys = directory.resolve("keys.p12");
        Path trust = Files.copy(HOME.resolve("lib/security/cacerts").toRealPath(), directory.resolve("trust"));
        Path exported = directory.resolve("certificate.pem");
        String password = UUID.randomUUID().toString();
        keytool(
                "-genkeypair",
                "-alias",
                NAME,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=ip:127.0.0.1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                password);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                NAME,
                "-keystore",
                keys.toString(),
                "-storepass",
                password,
                "-file",
                exported.toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                NAME,
                "-file",
                exported.toString(),
                "-keystore",
                trust.toString(),
                "-storepass",
                SHIPPED_PASSWORD);
        return new Certificate(keys, trust, password);
    }

    List<String> serverArguments() {
        return List.of(keys.toString(), password);
    }

    List<String> trustOptions() {
        return List.of("-Djavax.net.ssl.trustStore=" + trust, "-Djavax.net.ssl.trustStorePassword=" + SHIPPED_PASSWORD);
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("bin/keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
    }
}
