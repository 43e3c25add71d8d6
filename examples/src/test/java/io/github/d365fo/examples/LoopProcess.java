package io.github.d365fo.examples;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.auth.TokenProvider;
import java.nio.file.Path;

/** The loop of the README in a process of its own, which says each request and answer, and is killed. */
public final class LoopProcess {
    private LoopProcess() {}

    /** Takes the environment, a token, the job and the directory. */
    public static void main(String[] arguments) {
        ConnectorListener teller = new ConnectorListener() {
            @Override
            public void onRequest(Request event) {
                System.out.println("asks: " + event.operation());
            }

            @Override
            public void onResponse(Response event) {
                System.out.println("hears: " + event.operation());
            }
        };
        try (ConnectorClient client = ConnectorClient.builder()
                .environment(arguments[0])
                .tokenProvider(TokenProvider.ofStatic(arguments[1]))
                .listener(teller)
                .build()) {
            new CustomerExport(client, arguments[2]).fetchAll(Path.of(arguments[3]));
        }
        System.out.println("done");
    }
}
