package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.testkit.internal.json.JsonObject;

/**
 * What an action answers.
 *
 * @param type the type in the answer's context; blank for an answer without a body
 * @param value the value, as an object's field may hold it
 */
record ODataValue(String type, Object value) {
    public static final ODataValue NONE = new ODataValue("", "");

    public static ODataValue text(String text) {
        return new ODataValue("Edm.String", text);
    }

    public static ODataValue flag(boolean flag) {
        return new ODataValue("Edm.Boolean", flag);
    }

    /** Returns a text that holds JSON, as several actions answer. */
    public static ODataValue jsonInText(Object value) {
        return text(JsonObject.write(value));
    }
}
