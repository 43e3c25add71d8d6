package io.github.d365fo.testkit.internal.execution;

import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.FakeExecution.Status;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.packages.PackageEntity;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The outcome of an execution. Immutable and thread-safe. */
public final class Outcome {
    private final Status status;
    private final List<ErrorRow> errors;
    private final Map<String, Long> records;
    private final Map<String, byte[]> stagingErrorFiles;
    private final Map<String, byte[]> targetErrorKeysFiles;

    private Outcome(
            Status status,
            List<ErrorRow> errors,
            Map<String, Long> records,
            Map<String, byte[]> stagingErrorFiles,
            Map<String, byte[]> targetErrorKeysFiles) {
        this.status = status;
        this.errors = List.copyOf(errors);
        this.records = Map.copyOf(records);
        this.stagingErrorFiles = Map.copyOf(stagingErrorFiles);
        this.targetErrorKeysFiles = Map.copyOf(targetErrorKeysFiles);
    }

    /** Returns an outcome with these error rows. */
    public static Outcome of(Status status, List<ErrorRow> errors) {
        return new Outcome(status, errors, Map.of(), Map.of(), Map.of());
    }

    /** Returns an outcome without error rows. */
    public static Outcome of(Status status) {
        return of(status, List.of());
    }

    /** Returns the default outcome of an execution: success, unless data files can't be read. */
    public static Outcome of(List<PackageEntity> entities) {
        List<ErrorRow> errors = entities.stream()
                .flatMap(entity -> entity.problem().stream()
                        .map(problem -> ErrorRow.staging("", problem).entity(entity.label())))
                .toList();
        if (errors.isEmpty()) {
            return of(Status.SUCCEEDED);
        }
        return of(errors.size() == entities.size() ? Status.FAILED : Status.PARTIALLY_SUCCEEDED, errors);
    }

    /** Returns the outcome of several entities that are imported together. */
    static Outcome joined(List<Outcome> each) {
        List<ErrorRow> errors =
                each.stream().flatMap(one -> one.errors.stream()).toList();
        Set<Status> ends = each.stream().map(Outcome::status).collect(Collectors.toSet());
        Status all = ends.isEmpty() ? Status.SUCCEEDED : Status.PARTIALLY_SUCCEEDED;
        Outcome joined = of(ends.size() == 1 ? ends.iterator().next() : all, errors);
        for (Outcome one : each) {
            joined = new Outcome(
                    joined.status,
                    errors,
                    both(joined.records, one.records),
                    both(joined.stagingErrorFiles, one.stagingErrorFiles),
                    both(joined.targetErrorKeysFiles, one.targetErrorKeysFiles));
        }
        return joined;
    }

    /** Returns this outcome for one entity, to which the error rows without one belong. */
    Outcome forEntity(String entity) {
        List<ErrorRow> rows = errors.stream()
                .map(row -> row.entity().isEmpty() ? row.entity(entity) : row)
                .toList();
        return new Outcome(status, rows, records, stagingErrorFiles, targetErrorKeysFiles);
    }

    /** Returns a copy with this number of records of an entity. */
    public Outcome records(String entity, long number) {
        return new Outcome(status, errors, with(records, entity, number), stagingErrorFiles, targetErrorKeysFiles);
    }

    /** Returns a copy with this file of staging errors. */
    public Outcome stagingErrorFile(String entity, byte[] content) {
        return new Outcome(
                status, errors, records, with(stagingErrorFiles, entity, content.clone()), targetErrorKeysFiles);
    }

    /** Returns a copy with this file of failed keys. */
    public Outcome targetErrorKeysFile(String entity, byte[] content) {
        return new Outcome(
                status, errors, records, stagingErrorFiles, with(targetErrorKeysFiles, entity, content.clone()));
    }

    public Status status() {
        return status;
    }

    public List<ErrorRow> errors() {
        return errors;
    }

    /** Returns the number of records that was set for an entity, or empty if none was. */
    Optional<Long> recordsOf(String entity) {
        return Optional.ofNullable(records.get(key(entity)));
    }

    /** Returns the file of an entity's errors before or after staging, or empty if there are none. */
    Optional<byte[]> errorFile(String entity, List<ErrorRow> rows, boolean inStaging) {
        Optional<byte[]> given =
                Optional.ofNullable((inStaging ? stagingErrorFiles : targetErrorKeysFiles).get(key(entity)));
        return given.map(byte[]::clone)
                .or(() -> written(rows.stream()
                        .filter(row -> row.inStaging() == inStaging)
                        .filter(row -> key(row.entity()).equals(key(entity)))
                        .map(row -> inStaging
                                ? quoted(row.recordId()) + "," + quoted(row.message())
                                : quoted(row.recordId()))));
    }

    public JsonObject save() {
        JsonObject numbers = new JsonObject();
        records.forEach(numbers::put);
        return new JsonObject()
                .put("status", status)
                .put("errors", errors.stream().map(Outcome::save).toList())
                .put("records", numbers)
                .put("stagingErrorFiles", encoded(stagingErrorFiles))
                .put("targetErrorKeysFiles", encoded(targetErrorKeysFiles));
    }

    public static Outcome restore(JsonObject saved) {
        JsonObject numbers = saved.requireObject("records");
        Map<String, Long> records = new HashMap<>();
        numbers.names().forEach(entity -> records.put(entity, numbers.requireNumber(entity)));
        return new Outcome(
                Status.valueOf(saved.requireText("status")),
                saved.objects("errors").stream().map(Outcome::restoreRow).toList(),
                records,
                decoded(saved.requireObject("stagingErrorFiles")),
                decoded(saved.requireObject("targetErrorKeysFiles")));
    }

    private static JsonObject save(ErrorRow row) {
        return new JsonObject()
                .put("entity", row.entity())
                .put("recordId", row.recordId())
                .put("field", row.field())
                .put("message", row.message())
                .put("inStaging", row.inStaging());
    }

    private static ErrorRow restoreRow(JsonObject saved) {
        return new ErrorRow(
                saved.requireText("entity"),
                saved.requireText("recordId"),
                saved.requireText("field"),
                saved.requireText("message"),
                saved.flag("inStaging").orElse(false));
    }

    private static JsonObject encoded(Map<String, byte[]> files) {
        JsonObject encoded = new JsonObject();
        files.forEach((entity, file) -> encoded.put(entity, Base64.getEncoder().encodeToString(file)));
        return encoded;
    }

    private static Map<String, byte[]> decoded(JsonObject saved) {
        Map<String, byte[]> files = new HashMap<>();
        saved.names().forEach(entity -> files.put(entity, Base64.getDecoder().decode(saved.requireText(entity))));
        return files;
    }

    private static Optional<byte[]> written(Stream<String> lines) {
        List<String> all = lines.toList();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of((String.join("\r\n", all) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private static <T> Map<String, T> with(Map<String, T> map, String entity, T value) {
        Map<String, T> copy = new HashMap<>(map);
        copy.put(key(entity), value);
        return copy;
    }

    private static <T> Map<String, T> both(Map<String, T> one, Map<String, T> other) {
        Map<String, T> both = new HashMap<>(one);
        both.putAll(other);
        return both;
    }

    private static String key(String entity) {
        return entity.toLowerCase(Locale.ROOT);
    }
}
