package io.github.d365fo.testkit.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What came back, and what can be said of it. */
record Answer(HttpResponse<String> http) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A word, an empty list or the empty id. */
    private static final String PLAIN = "[A-Za-z]*|\\[]|" + Target.NOBODY;

    String status() {
        return String.valueOf(http.statusCode());
    }

    String body() {
        return http.body();
    }

    String header(String name) {
        return http.headers().firstValue(name).orElse("none");
    }

    String mediaType() {
        return header("Content-Type").replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    /** Returns the status, and whether there is an inner error. */
    String refusal() {
        return status() + (innerError().isMissingNode() ? "" : " innererror");
    }

    /** Returns the status, and {@code words} if the inner error holds them. */
    String refusal(String words) {
        return innerError().path("message").asText().contains(words) ? status() + " " + words : refusal();
    }

    JsonNode innerError() {
        return json().path("error").path("innererror");
    }

    /** Returns the status and the value of an action, or its refusal. Ids and addresses are not shown. */
    String value() {
        JsonNode value = json().path("value");
        if (value.isMissingNode()) {
            return refusal();
        }
        String text = value.asText();
        boolean plain = value.isTextual() && text.matches(PLAIN);
        return status() + " "
                + (plain
                        ? text
                        : value.getNodeType() + " of " + value.toString().length() + " characters");
    }

    /** Returns the body, or a missing node if it is no JSON. */
    JsonNode json() {
        return parse(body());
    }

    static JsonNode parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            // That it is none is what is to be seen.
            return MissingNode.getInstance();
        }
    }

    /** Returns the names of an object's fields in their order and their case. */
    static String names(JsonNode object) {
        return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .collect(Collectors.joining(", "));
    }
}
