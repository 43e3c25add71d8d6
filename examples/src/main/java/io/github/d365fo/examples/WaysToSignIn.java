package io.github.d365fo.examples;

import io.github.d365fo.auth.AdfsTokenProvider;
import io.github.d365fo.auth.ClientCertificate;
import io.github.d365fo.auth.EntraTokenProvider;
import io.github.d365fo.connector.auth.TokenProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Each way to sign in, in one line. */
public final class WaysToSignIn {
    private WaysToSignIn() {}

    /** Returns a provider of each kind that needs no Azure around it. */
    public static List<TokenProvider> of(
            String tenantId, String clientId, char[] password, Path pkcs12, Callable<String> githubToken) {
        // tag::ways[]
        var certificate =
                EntraTokenProvider.certificate(tenantId, clientId, ClientCertificate.pkcs12(pkcs12, password));
        var managed = EntraTokenProvider.managedIdentity();
        var federated = EntraTokenProvider.workloadIdentity(tenantId, clientId, githubToken);
        var variables = EntraTokenProvider.fromEnvironment();
        var adfs = AdfsTokenProvider.clientSecret(
                URI.create("https://adfs.contoso.com/adfs"), clientId, new String(password));
        // end::ways[]
        return List.of(certificate, managed, federated, variables, adfs);
    }
}
