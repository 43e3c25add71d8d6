package io.github.d365fo.testkit.internal.datamanagement;

import com.fasterxml.jackson.core.JsonToken;
import io.github.d365fo.testkit.internal.json.JsonFields;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * The parameters of an action. Immutable and thread-safe.
 *
 * @param values the parameters by their case-sensitive names
 * @param here the address of the environment to which they were sent
 */
record ODataParameters(Map<String, JsonFields.Scalar> values, String here) {
    private static final String INVALID = "InvokeAction - Model state is invalid.";
    private static final Set<JsonToken> FLAG = Set.of(JsonToken.VALUE_TRUE, JsonToken.VALUE_FALSE);
    private static final Set<JsonToken> NUMBER = Set.of(JsonToken.VALUE_NUMBER_INT);
    private static final Set<JsonToken> TEXT = Set.of(JsonToken.VALUE_STRING, JsonToken.VALUE_NULL);

    /**
     * Parses the parameters of an action; a missing one is rejected (MicrosoftDocs issue 1403), and so is one of a
     * wrong type, which is a guess.
     */
    static ODataParameters read(ODataAction action, String body, String here) throws ODataRefusal {
        try {
            ODataParameters parameters =
                    new ODataParameters(body.isBlank() ? Map.of() : JsonFields.scalars(body), here);
            boolean complete = action.parameters.stream().allMatch(parameters::has);
            if (!complete) {
                throw new ODataRefusal(INVALID);
            }
            return parameters;
        } catch (IOException e) {
            // A body that is not a JSON object has no parameters.
            throw new ODataRefusal(INVALID);
        }
    }

    /** Returns a text without surrounding white space; blank if it was sent as null. */
    public String text(String name) {
        JsonFields.Scalar value = values.get(name);
        return value == null || value.type() == JsonToken.VALUE_NULL
                ? ""
                : value.text().strip();
    }

    public boolean flag(String name) {
        return text(name).equals("true");
    }

    private boolean has(String parameter) {
        int colon = parameter.indexOf(':');
        String name = colon < 0 ? parameter : parameter.substring(0, colon);
        JsonFields.Scalar value = values.get(name);
        return value != null && types(parameter.substring(colon + 1)).contains(value.type());
    }

    private static Set<JsonToken> types(String type) {
        return switch (type) {
            case "flag" -> FLAG;
            case "number" -> NUMBER;
            default -> TEXT;
        };
    }
}
