package io.github.d365fo.benchmarks.startup;

import io.github.d365fo.auth.EntraTokenProvider;
import io.github.d365fo.benchmarks.peers.Peer;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.TokenProvider;
import java.net.URI;

/** The SDK. */
final class SdkFirstCall {
    private SdkFirstCall() {}

    static boolean withSecret(URI address) {
        return call(
                address,
                EntraTokenProvider.builder()
                        .authority(address)
                        .tenantId(FirstCall.TENANT)
                        .clientId(Peer.ACTIVITY)
                        .clientSecret(FirstCall.SECRET)
                        .build());
    }

    static boolean withToken(URI address) {
        return call(address, TokenProvider.ofStatic(Peer.TOKEN));
    }

    private static boolean call(URI address, TokenProvider provider) {
        try (ConnectorClient client = ConnectorClient.builder()
                .environment(address)
                .tokenProvider(provider)
                .build()) {
            return client.job(Peer.ACTIVITY).dequeue().isPresent();
        }
    }
}
