package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The query of a request for entities: {@code $filter} with {@code eq} and {@code and}, {@code $select}, {@code $top},
 * {@code $skip} and {@code $count}. Anything else is rejected, since a fake that ignored it would answer wrongly.
 * Immutable and thread-safe.
 *
 * @param filter the value that each field must have
 * @param select the fields to return; all if it is empty
 * @param skip how many entities to leave out
 * @param top how many entities to return
 * @param count whether the answer has their number
 */
record ODataQuery(Map<String, String> filter, List<String> select, long skip, long top, boolean count) {
    private static final Set<String> KNOWN =
            Set.of("$filter", "$select", "$skip", "$top", "$count", "cross-company", "$format");
    /** A text in quotes, an enum with its type before it, or a number. */
    private static final String LITERAL = "(?:[A-Za-z_.]+)?'((?:[^']|'')*)'|([0-9]+)";

    private static final Pattern TERM = Pattern.compile("\\s*\\(?\\s*(\\w+)\\s+eq\\s+(?:" + LITERAL + ")\\s*\\)?\\s*");
    private static final Pattern AND = Pattern.compile("and\\s", Pattern.CASE_INSENSITIVE);

    static ODataQuery of(HttpCall call, EntitySet set) throws ODataRefusal {
        for (String name : call.query().keySet()) {
            if (!KNOWN.contains(name.toLowerCase(Locale.ROOT))) {
                throw new ODataRefusal("The fake does not understand the query option '" + name + "'.");
            }
        }
        List<String> select = new ArrayList<>();
        for (String field :
                call.parameter("$select").map(text -> text.split(",", -1)).orElse(new String[0])) {
            select.add(known(set, field));
        }
        return new ODataQuery(
                filter(call.parameter("$filter").orElse(""), set),
                select,
                number(call, "$skip", 0),
                number(call, "$top", Long.MAX_VALUE),
                call.parameter("$count").orElse("").equalsIgnoreCase("true"));
    }

    /** Returns what the query selects of these. */
    List<JsonObject> apply(List<JsonObject> rows) {
        return matching(rows).stream().skip(skip).limit(top).map(this::selected).toList();
    }

    /** Returns those that pass the filter; texts are compared in any case, as the database does. */
    List<JsonObject> matching(List<JsonObject> rows) {
        return rows.stream()
                .filter(row -> filter.entrySet().stream()
                        .allMatch(term -> row.value(term.getKey())
                                .filter(value -> value.toString().equalsIgnoreCase(term.getValue()))
                                .isPresent()))
                .toList();
    }

    private JsonObject selected(JsonObject row) {
        if (select.isEmpty()) {
            return row;
        }
        JsonObject part = new JsonObject();
        select.forEach(field -> part.put(field, row.value(field)));
        return part;
    }

    private static Map<String, String> filter(String text, EntitySet set) throws ODataRefusal {
        Map<String, String> terms = new LinkedHashMap<>();
        Matcher term = TERM.matcher(text);
        Matcher and = AND.matcher(text);
        boolean more = !text.isBlank();
        int at = 0;
        while (more) {
            if (!term.region(at, text.length()).lookingAt()) {
                throw misunderstood();
            }
            String value = Optional.ofNullable(term.group(2)).orElseGet(() -> term.group(3));
            terms.put(known(set, term.group(1)), value.replace("''", "'"));
            more = term.end() < text.length();
            if (more && !and.region(term.end(), text.length()).lookingAt()) {
                throw misunderstood();
            }
            at = more ? and.end() : at;
        }
        return terms;
    }

    private static ODataRefusal misunderstood() {
        return new ODataRefusal("The fake understands $filter only as FIELD eq 'VALUE', joined by and.");
    }

    private static String known(EntitySet set, String field) throws ODataRefusal {
        return set.field(field)
                .orElseThrow(() -> new ODataRefusal("Could not find a property named '" + field.strip()
                        + "' on type 'Microsoft.Dynamics.DataEntities." + set.type() + "'."));
    }

    private static long number(HttpCall call, String name, long otherwise) throws ODataRefusal {
        String text = call.parameter(name).orElse("");
        if (!text.matches("[0-9]{0,9}")) {
            throw new ODataRefusal("Invalid value for " + name + ".");
        }
        return text.isEmpty() ? otherwise : Long.parseLong(text);
    }
}
