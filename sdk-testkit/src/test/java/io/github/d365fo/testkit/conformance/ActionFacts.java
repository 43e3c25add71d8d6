package io.github.d365fo.testkit.conformance;

import static io.github.d365fo.testkit.conformance.Fact.documented;
import static io.github.d365fo.testkit.conformance.Fact.guessed;
import static io.github.d365fo.testkit.conformance.Fact.reported;
import static io.github.d365fo.testkit.conformance.Target.UNKNOWN;

import java.io.IOException;
import java.util.List;

/** Facts of the form in which the actions of the data management API are called and answer. */
final class ActionFacts {
    private static final String ERRORS = "GetExecutionErrors";
    private static final String SEQUENCE = "GetEntitySequence";
    private static final String ONE_LABEL = "{\"listOfDataEntities\":\"Customer groups\"}";

    static final List<Fact> ALL = List.of(
            documented(
                    "ACTION_ANSWER",
                    "The answer of an action is an object with a context and a value.",
                    "@odata.context, value",
                    t -> Answer.names(sequence(t).json())),
            documented(
                    "ACTION_CONTEXT",
                    "The context is the environment's address and the type of the value.",
                    "/data/$metadata#Edm.String",
                    ActionFacts::context),
            reported("FLAT_VALUE", "The value is the text itself, not an object with a value.", "a text", t -> {
                var value = sequence(t).json().path("value");
                return value.isTextual() ? "a text" : value.getNodeType().toString();
            }),
            documented(
                    "ODATA_VERSION",
                    "The answer of an action names its version of OData.",
                    "4.0",
                    t -> sequence(t).header("OData-Version")),
            guessed(
                    "ACTION_TYPE",
                    "The answer of an action is JSON.",
                    "application/json",
                    t -> sequence(t).mediaType()),
            reported(
                    "ENTITY_SEQUENCE",
                    "GetEntitySequence answers label, unit, level and sequence, and a comma after each label.",
                    "label-unit-level-sequence,",
                    ActionFacts::entitySequence),
            reported(
                    "ACTION_WITHOUT_TOKEN",
                    "An action without a token is refused.",
                    "401",
                    t -> withoutToken(t).status()),
            guessed(
                    "ACTION_WITHOUT_TOKEN_BODY",
                    "It is refused in the words of the connector API.",
                    "Message, StackTrace, ExceptionType",
                    t -> Answer.names(withoutToken(t).json())),
            guessed(
                    "UNKNOWN_ACTION",
                    "An action that does not exist is not found.",
                    "404",
                    t -> t.wire().act("GetNothing", "{}").status()),
            guessed(
                    "ACTION_BY_GET",
                    "An action is not called by GET.",
                    "405",
                    t -> t.wire().get(Wire.action(ERRORS)).status()),
            guessed(
                    "ACTION_IN_ANY_CASE",
                    "The case of an action's name does not count.",
                    "200",
                    t -> t.wire().act("getentitysequence", ONE_LABEL).status()),
            reported(
                    "ACTION_WITHOUT_ITS_PARAMETER",
                    "A parameter that is missing is a bad request with an inner error.",
                    "400 Model state is invalid",
                    t -> t.wire().act(ERRORS, "{}").refusal("Model state is invalid")),
            guessed(
                    "PARAMETER_OF_ANOTHER_TYPE",
                    "A number in place of a text is as bad as none.",
                    "400 Model state is invalid",
                    t -> t.wire().act(ERRORS, "{\"executionId\":5}").refusal("Model state is invalid")),
            guessed(
                    "PARAMETER_IN_ANOTHER_CASE",
                    "The case of a parameter's name counts.",
                    "400 Model state is invalid",
                    t -> t.wire().act(ERRORS, "{\"EXECUTIONID\":\"\"}").refusal("Model state is invalid")),
            guessed(
                    "PARAMETER_TOO_MANY",
                    "A parameter that an action does not have is ignored.",
                    "200",
                    t -> t.wire()
                            .act(SEQUENCE, "{\"listOfDataEntities\":\"Customer groups\",\"more\":\"x\"}")
                            .status()),
            guessed(
                    "EMPTY_TEXT",
                    "An execution id may be blank.",
                    "200 []",
                    t -> t.wire().act(ERRORS, "{\"executionId\":\"\"}").value()),
            guessed(
                    "NULL_TEXT",
                    "Null is the same as a blank text.",
                    "200 []",
                    t -> t.wire().act(ERRORS, "{\"executionId\":null}").value()),
            guessed(
                    "BODY_THAT_IS_NO_JSON",
                    "A body that is no JSON is as one without parameters.",
                    "400 Model state is invalid",
                    t -> t.wire().act(ERRORS, "no JSON").refusal("Model state is invalid")),
            reported(
                    "ERROR_NAMES",
                    "An error has a code, a message and an inner error.",
                    "code, message, innererror",
                    t -> Answer.names(refused(t).json().path("error"))),
            reported(
                    "INNER_ERROR_NAMES",
                    "An inner error has a message, a type and a stack trace.",
                    "message, type, stacktrace",
                    t -> Answer.names(refused(t).innerError())),
            reported("ERROR_MESSAGE", "The outer message says nothing.", "An error has occurred.", t -> {
                String message = refused(t).json().path("error").path("message").asText();
                return message.equals("An error has occurred.") ? message : "another text";
            }));

    private ActionFacts() {}

    private static Answer sequence(Target target) throws IOException, InterruptedException {
        return target.wire().act(SEQUENCE, ONE_LABEL);
    }

    private static Answer withoutToken(Target target) throws IOException, InterruptedException {
        return target.wire()
                .send("POST", target.wire().at(Wire.action(SEQUENCE)), ONE_LABEL, "Content-Type", "application/json");
    }

    private static Answer refused(Target target) throws IOException, InterruptedException {
        return target.wire().act("GetExecutionSummaryStatus", "{\"executionId\":\"" + UNKNOWN + "\"}");
    }

    private static String context(Target target) throws IOException, InterruptedException {
        String context = sequence(target).json().path("@odata.context").asText();
        String environment = target.wire().environment().toString().replaceFirst("/$", "");
        return context.startsWith(environment) ? context.substring(environment.length()) : "of another address";
    }

    private static String entitySequence(Target target) throws IOException, InterruptedException {
        String value = sequence(target).json().path("value").asText();
        if (value.isEmpty()) {
            throw new Unobserved("the environment has no entity with the label Customer groups");
        }
        return value.matches("Customer groups-\\d+-\\d+-\\d+,") ? "label-unit-level-sequence," : "another form";
    }
}
