package io.github.d365fo.benchmarks.startup;

import java.io.IOException;
import java.net.URI;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp and databind. */
final class OkHttpFirstCall {
    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

    private OkHttpFirstCall() {}

    static boolean withSecret(URI address) throws IOException {
        OkHttpClient client = new OkHttpClient();
        Answers.Token token = call(
                client,
                new Request.Builder()
                        .url(FirstCall.tokenAddress(address).toString())
                        .post(RequestBody.create(FirstCall.form(address), FORM))
                        .build(),
                Answers.Token.class);
        Answers.Message message = call(
                client,
                new Request.Builder()
                        .url(address.resolve(FirstCall.DEQUEUE).toString())
                        .header("Authorization", "Bearer " + token.token())
                        .build(),
                Answers.Message.class);
        return !message.popReceipt().isEmpty();
    }

    private static <T> T call(OkHttpClient client, Request request, Class<T> type) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return Answers.MAPPER.readValue(response.body().bytes(), type);
        }
    }
}
