package io.github.d365fo.benchmarks.queue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What hand-written code needs of a dequeued message.
 *
 * @param json the message as it came, which is also what acknowledges it
 * @param downloadLocation where its package is
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Message(byte[] json, String downloadLocation) {
    private static final JsonFactory JSON = new JsonFactory();

    static Message of(byte[] json) throws IOException {
        String correlationId = "";
        String popReceipt = "";
        String downloadLocation = "";
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "CorrelationId" -> correlationId = parser.getText();
                    case "PopReceipt" -> popReceipt = parser.getText();
                    case "DownloadLocation" -> downloadLocation = parser.getText();
                    default -> {
                        if (value.isStructStart()) {
                            parser.skipChildren();
                        }
                    }
                }
            }
        }
        if (correlationId.isEmpty() || popReceipt.isEmpty() || downloadLocation.isEmpty()) {
            throw new IOException("a field of the message is missing");
        }
        return new Message(json, downloadLocation);
    }
}
