package io.github.d365fo.testkit;

import io.github.d365fo.connector.MessageId;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The one OData action that recurring integrations need: GetMessageStatus. Thread-safe. */
final class ODataApi {
    private final Jobs jobs;

    ODataApi(Jobs jobs) {
        this.jobs = jobs;
    }

    void messageStatus(HttpCall call, String environment) throws IOException {
        Optional<MessageId> id = messageId(call);
        Optional<String> state = id.flatMap(jobs::state);
        if (id.isEmpty()) {
            refuse(call, "InvokeAction - Model state is invalid.");
        } else if (state.isEmpty()) {
            refuse(call, "Message with id '" + id.get() + "' was not found in the message table");
        } else {
            call.answerJson(200, JsonText.write(json -> {
                json.writeStartObject();
                json.writeStringField("@odata.context", environment + "/data/$metadata#Edm.String");
                json.writeStringField("value", state.get());
                json.writeEndObject();
            }));
        }
    }

    private static Optional<MessageId> messageId(HttpCall call) throws IOException {
        String text = call.bodyText();
        try {
            Map<String, String> fields = JsonText.fields(text);
            return Optional.ofNullable(fields.get("messageId"))
                    .filter(id -> !id.isBlank())
                    .map(MessageId::of);
        } catch (IOException e) {
            // A body that is no JSON object has no parameters.
            return Optional.empty();
        }
    }

    private static void refuse(HttpCall call, String cause) throws IOException {
        String where =
                "Exception occurred while executing action GetMessageStatus on Entity DataManagementDefinitionGroup: ";
        call.answerJson(400, ServiceErrors.inner(where + cause));
    }
}
