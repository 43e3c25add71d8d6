package io.github.d365fo.benchmarks.startup;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import io.github.d365fo.benchmarks.peers.Peer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What many write: {@code java.net.http}, databind, and Nimbus for the token. */
final class NimbusFirstCall {
    private NimbusFirstCall() {}

    static boolean withSecret(URI address) throws IOException, InterruptedException, ParseException {
        TokenRequest ask = new TokenRequest.Builder(
                        FirstCall.tokenAddress(address),
                        new ClientSecretPost(new ClientID(Peer.ACTIVITY), new Secret(FirstCall.SECRET)),
                        new ClientCredentialsGrant())
                .scope(new Scope(address + "/.default"))
                .build();
        String token = AccessTokenResponse.parse(ask.toHTTPRequest().send())
                .getTokens()
                .getAccessToken()
                .getValue();
        HttpRequest request = HttpRequest.newBuilder(address.resolve(FirstCall.DEQUEUE))
                .header("Authorization", "Bearer " + token)
                .build();
        byte[] answer = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofByteArray())
                .body();
        return !Answers.MAPPER
                .readValue(answer, Answers.Message.class)
                .popReceipt()
                .isEmpty();
    }
}
