package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.testkit.internal.json.JsonObject;

/**
 * The value that an action returns.
 *
 * @param type the type in the answer's context; blank for an answer without a body
 * @param value the value, of any type that {@link JsonObject} can contain
 */
record ODataValue(String type, Object value) {
    public static final ODataValue NONE = new ODataValue("", "");

    public static ODataValue text(String text) {
        return new ODataValue("Edm.String", text);
    }

    public static ODataValue flag(boolean flag) {
        return new ODataValue("Edm.Boolean", flag);
    }

    /** Returns a text that contains JSON, as several actions return it. */
    public static ODataValue jsonInText(Object value) {
        return text(JsonObject.write(value));
    }
}
