package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.testkit.internal.json.JsonText;

/**
 * What an action answers.
 *
 * @param type the type in the answer's context; blank for an answer without a body
 * @param json the JSON of the value
 */
public record ODataValue(String type, String json) {
    public static final ODataValue NONE = new ODataValue("", "");

    public static ODataValue text(String text) {
        return new ODataValue("Edm.String", JsonText.write(json -> json.writeString(text)));
    }

    public static ODataValue flag(boolean flag) {
        return new ODataValue("Edm.Boolean", String.valueOf(flag));
    }

    /** Returns a text that holds JSON, as several actions answer. */
    public static ODataValue jsonInText(JsonText.Writing writing) {
        return text(JsonText.write(writing));
    }
}
