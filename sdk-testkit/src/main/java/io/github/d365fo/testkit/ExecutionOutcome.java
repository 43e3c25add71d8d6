package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.packages.PackageEntity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How an execution is to end. Immutable and thread-safe.
 *
 * <pre>{@code
 * server.dataManagement().endNext(ExecutionOutcome.partiallySucceeded(
 *                 ErrorRow.target("10", "Number sequence Cust_1 is used up"))
 *         .records("Customer groups", 250));
 * ImportOutcome outcome = client.dataManagement()
 *         .newImport(Payload.ofBytes(zip), ImportRequest.of("Customer groups import"))
 *         .await(Duration.ofHours(1)); // takes no time
 * assert !outcome.isSuccess();
 * assert outcome.entities().get(0).targetRecords() == 249;
 * }</pre>
 *
 * <p>The numbers of records come from the data files of the package, or, for formats the fake can't count, are 1; {@link
 * #records} overrides both. An entity with error rows has a file of staging errors and one of error keys made from them,
 * unless one is given.
 */
public final class ExecutionOutcome {
    private final FakeExecution.Status status;
    private final List<ErrorRow> errors;
    private final Map<String, Long> records;
    private final Map<String, byte[]> stagingErrorFiles;
    private final Map<String, byte[]> targetErrorKeysFiles;

    private ExecutionOutcome(
            FakeExecution.Status status,
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

    /** Returns the end of an execution without errors: {@code Succeeded}. */
    public static ExecutionOutcome succeeded() {
        return of(FakeExecution.Status.SUCCEEDED);
    }

    /**
     * Returns the end {@code PartiallySucceeded}. Without error rows, one record failed and nobody says why, as it is
     * when the staging table was cleaned up.
     */
    public static ExecutionOutcome partiallySucceeded(ErrorRow... errors) {
        Given.all("errors", errors);
        return of(FakeExecution.Status.PARTIALLY_SUCCEEDED, errors);
    }

    /**
     * Returns the end {@code Failed}: no record reaches its target. Without error rows, nobody says why, as it is when
     * the mapping breaks before anything is staged.
     */
    public static ExecutionOutcome failed(ErrorRow... errors) {
        Given.all("errors", errors);
        return of(FakeExecution.Status.FAILED, errors);
    }

    /** Returns the end of an execution that somebody called off: {@code Canceled}. */
    public static ExecutionOutcome canceled() {
        return of(FakeExecution.Status.CANCELED);
    }

    /** Returns how an execution ends by itself: well, unless data files can't be read. */
    static ExecutionOutcome of(List<PackageEntity> entities) {
        ErrorRow[] errors = entities.stream()
                .flatMap(entity -> entity.problem().stream()
                        .map(problem -> ErrorRow.staging("", problem).entity(entity.label())))
                .toArray(ErrorRow[]::new);
        if (errors.length == 0) {
            return succeeded();
        }
        return errors.length == entities.size() ? failed(errors) : partiallySucceeded(errors);
    }

    /** Returns the end of an import that was not to run its target step. */
    static ExecutionOutcome notRun() {
        return of(FakeExecution.Status.NOT_RUN);
    }

    private static ExecutionOutcome of(FakeExecution.Status status, ErrorRow... errors) {
        return new ExecutionOutcome(status, Arrays.asList(errors), Map.of(), Map.of(), Map.of());
    }

    /**
     * Returns a copy in which an entity has that many records.
     *
     * @throws IllegalArgumentException if {@code number} is negative
     */
    public ExecutionOutcome records(String entity, long number) {
        Objects.requireNonNull(entity, "entity");
        if (number < 0) {
            throw new IllegalArgumentException("records: expected zero or more, but got " + number);
        }
        return new ExecutionOutcome(
                status, errors, with(records, entity, number), stagingErrorFiles, targetErrorKeysFiles);
    }

    /** Returns a copy whose file of staging errors ({@code GetImportStagingErrorFileUrl}) is the given one. */
    public ExecutionOutcome stagingErrorFile(String entity, byte[] content) {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(content, "content");
        return new ExecutionOutcome(
                status, errors, records, with(stagingErrorFiles, entity, content.clone()), targetErrorKeysFiles);
    }

    /** Returns a copy whose file of failed keys ({@code GetImportTargetErrorKeysFileUrl}) is the given one. */
    public ExecutionOutcome targetErrorKeysFile(String entity, byte[] content) {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(content, "content");
        return new ExecutionOutcome(
                status, errors, records, stagingErrorFiles, with(targetErrorKeysFiles, entity, content.clone()));
    }

    /** Returns the status that the execution ends with. */
    public FakeExecution.Status status() {
        return status;
    }

    /** Returns the error rows. */
    public List<ErrorRow> errors() {
        return errors;
    }

    /** Returns the number of records that was set for an entity, or empty if none was. */
    Optional<Long> recordsOf(String entity) {
        return Optional.ofNullable(records.get(key(entity)));
    }

    /** Returns the file of the errors that an entity met before or after staging, or empty if there are none. */
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

    JsonObject save() {
        JsonObject numbers = new JsonObject();
        records.forEach(numbers::put);
        return new JsonObject()
                .put("status", status)
                .put("errors", errors.stream().map(ErrorRow::save).toList())
                .put("records", numbers)
                .put("stagingErrorFiles", encoded(stagingErrorFiles))
                .put("targetErrorKeysFiles", encoded(targetErrorKeysFiles));
    }

    static ExecutionOutcome restore(JsonObject saved) {
        JsonObject numbers = saved.requireObject("records");
        Map<String, Long> records = new HashMap<>();
        numbers.names().forEach(entity -> records.put(entity, numbers.requireNumber(entity)));
        return new ExecutionOutcome(
                FakeExecution.Status.valueOf(saved.requireText("status")),
                saved.objects("errors").stream().map(ErrorRow::restore).toList(),
                records,
                decoded(saved.requireObject("stagingErrorFiles")),
                decoded(saved.requireObject("targetErrorKeysFiles")));
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

    private static String key(String entity) {
        return entity.toLowerCase(Locale.ROOT);
    }

    /** Returns the status and the number of error rows. */
    @Override
    public String toString() {
        return "ExecutionOutcome[" + status + ", " + errors.size() + " error rows]";
    }
}
