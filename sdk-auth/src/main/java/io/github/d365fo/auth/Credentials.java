package io.github.d365fo.auth;

import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.TokenProblem;
import io.github.d365fo.connector.error.TokenUnavailableException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Creates the credentials that are sent in a form. */
final class Credentials {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private Credentials() {}

    static Credential secret(SecretText secret) {
        return new OfSecret(secret);
    }

    static Credential password(String user, SecretText password) {
        return new OfUser(user, password);
    }

    static Credential certificate(String clientId, AssertionSigner.SigningCertificate certificate, Clock clock) {
        AssertionSigner signer = new AssertionSigner(clientId, certificate, clock);
        return new OfAssertion("certificate", signer::sign);
    }

    static Credential assertion(Callable<String> supplier) {
        return new OfAssertion("client assertion", endpoint -> ask(supplier));
    }

    /** Reads {@code file} again for each request, since its writer replaces the token. */
    static Credential federatedFile(Path file) {
        return new OfAssertion("workload identity", endpoint -> read(file));
    }

    private static String ask(Callable<String> supplier) throws InterruptedException {
        try {
            String assertion = supplier.call();
            if (assertion == null || assertion.isBlank()) {
                throw misconfigured("the supplier of the client assertion returned none", null);
            }
            return assertion.strip();
        } catch (Exception e) {
            throw failed(e);
        }
    }

    /** If the supplier's own network failed, no setting is wrong, and the same request may work later. */
    private static TokenUnavailableException failed(Exception failure) throws InterruptedException {
        if (isWrapper(failure) && failure.getCause() instanceof Exception cause) {
            return failed(cause);
        }
        if (failure instanceof TokenUnavailableException known) {
            return known;
        }
        if (failure instanceof InterruptedException interrupt) {
            throw interrupt;
        }
        String what = "the supplier of the client assertion failed with "
                + failure.getClass().getSimpleName();
        return isNetwork(failure) ? unreachable(what, failure) : misconfigured(what, failure);
    }

    private static boolean isWrapper(Exception failure) {
        return failure instanceof ExecutionException
                || failure instanceof CompletionException
                || failure instanceof UncheckedIOException;
    }

    private static boolean isNetwork(Exception failure) {
        boolean isFile = failure instanceof FileSystemException || failure instanceof FileNotFoundException;
        return failure instanceof TimeoutException || (failure instanceof IOException && !isFile);
    }

    private static String read(Path file) {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty()) {
                throw misconfigured("the federated token file " + file + " is empty", null);
            }
            return token;
        } catch (IOException e) {
            throw misconfigured(
                    "the federated token file " + file + " can't be read; check AZURE_FEDERATED_TOKEN_FILE and that"
                            + " the token is projected into the pod",
                    e);
        }
    }

    static TokenUnavailableException misconfigured(String what, @Nullable Throwable cause) {
        return new TokenUnavailableException(
                "no access token: " + what, TokenProblem.of(TokenUnavailableException.Reason.MISCONFIGURED), cause);
    }

    private static TokenUnavailableException unreachable(String what, Throwable cause) {
        return new TokenUnavailableException(
                "no access token: " + what + "; the same call may work later",
                TokenProblem.of(TokenUnavailableException.Reason.UNREACHABLE),
                cause);
    }

    private record OfSecret(SecretText secret) implements Credential {
        @Override
        public void addTo(FormBody form, URI endpoint) {
            form.add("grant_type", "client_credentials");
            secret.addTo(form, "client_secret");
        }

        @Override
        public void tell(KnownSecrets secrets) {
            secret.tell(secrets);
        }

        @Override
        public void destroy() {
            secret.destroy();
        }

        @Override
        public String toString() {
            return "client secret";
        }
    }

    private record OfUser(String user, SecretText password) implements Credential {
        @Override
        public void addTo(FormBody form, URI endpoint) {
            form.add("grant_type", "password").add("username", user);
            password.addTo(form, "password");
        }

        @Override
        public void tell(KnownSecrets secrets) {
            password.tell(secrets);
        }

        @Override
        public void destroy() {
            password.destroy();
        }

        @Override
        public String toString() {
            return "user name and password";
        }
    }

    private interface Assertion {
        String forEndpoint(URI endpoint) throws InterruptedException;
    }

    private record OfAssertion(String kind, Assertion assertion) implements Credential {
        @Override
        public void addTo(FormBody form, URI endpoint) throws InterruptedException {
            form.add("grant_type", "client_credentials")
                    .add("client_assertion_type", JWT_BEARER)
                    .addSecret("client_assertion", assertion.forEndpoint(endpoint));
        }

        @Override
        public String toString() {
            return kind;
        }
    }
}
