package io.github.d365fo.benchmarks.startup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.d365fo.benchmarks.peers.Peer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The least: {@code java.net.http} and jackson-core. */
final class ByHandFirstCall {
    private static final JsonFactory JSON = new JsonFactory();

    private ByHandFirstCall() {}

    static boolean withSecret(URI address) throws IOException, InterruptedException {
        HttpClient client = client();
        HttpRequest request = HttpRequest.newBuilder(FirstCall.tokenAddress(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(FirstCall.form(address)))
                .build();
        String answer =
                client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return dequeue(client, address, text(answer, "access_token"));
    }

    static boolean withToken(URI address) throws IOException, InterruptedException {
        return dequeue(client(), address, Peer.TOKEN);
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static boolean dequeue(HttpClient client, URI address, String token)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(FirstCall.DEQUEUE))
                .header("Authorization", "Bearer " + token)
                .build();
        String answer =
                client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return !text(answer, "PopReceipt").isEmpty();
    }

    private static String text(String json, String field) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                String value = parser.nextTextValue();
                if (name.equals(field) && value != null) {
                    return value;
                }
            }
        }
        throw new IOException("no " + field);
    }
}
