package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.storage.BlobStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * The actions for the error files. Thread-safe.
 *
 * <p>How long a file takes and what it contains are guesses.
 */
final class ErrorFileActions {
    private static final Duration GENERATION_TAKES = Duration.ofSeconds(5);

    private final ProjectStore data;
    private final InstantSource clock;
    private final BlobStore store;
    private final BlobAddresses addresses;

    ErrorFileActions(ProjectStore data, InstantSource clock, BlobStore store, BlobAddresses addresses) {
        this.data = data;
        this.clock = clock;
        this.store = store;
        this.addresses = addresses;
    }

    void addTo(ODataApi api) {
        api.handle(ODataAction.GET_STAGING_ERRORS_URL, this::stagingErrorsUrl);
        api.handle(ODataAction.GENERATE_ERROR_KEYS, this::generateErrorKeys);
        api.handle(ODataAction.GET_ERROR_KEYS_URL, this::errorKeysUrl);
    }

    private ODataValue stagingErrorsUrl(ODataParameters parameters) throws IOException, ODataRefusal {
        return address(parameters, true);
    }

    /** Starts a file, and returns whether there is anything to write into it. */
    private ODataValue generateErrorKeys(ODataParameters parameters) throws ODataRefusal {
        boolean errors = file(parameters, false).isPresent();
        if (errors) {
            data.runs()
                    .generateErrorKeys(name(parameters, false), clock.instant().plus(GENERATION_TAKES));
        }
        return ODataValue.flag(errors);
    }

    private ODataValue errorKeysUrl(ODataParameters parameters) throws IOException, ODataRefusal {
        return data.runs().hasErrorKeys(name(parameters, false)) ? address(parameters, false) : ODataValue.text("");
    }

    /** Returns the address of a file, or a blank text if there are no errors. */
    private ODataValue address(ODataParameters parameters, boolean inStaging) throws IOException, ODataRefusal {
        String name = name(parameters, inStaging);
        Optional<byte[]> file = file(parameters, inStaging);
        if (file.isEmpty()) {
            return ODataValue.text("");
        }
        if (store.find(name).isEmpty()) {
            store.put(name, Content.of(file.get()), "application/octet-stream");
        }
        return ODataValue.text(addresses.forDownload(parameters.here(), name));
    }

    private Optional<byte[]> file(ODataParameters parameters, boolean inStaging) throws ODataRefusal {
        return StatusActions.execution(data, parameters)
                .errorFile(parameters.text("entityName"), inStaging, clock.instant());
    }

    private static String name(ODataParameters parameters, boolean inStaging) {
        return parameters.text("executionId") + "/"
                + parameters.text("entityName").toLowerCase(Locale.ROOT)
                + (inStaging ? "-staging-errors.csv" : "-error-keys.csv");
    }
}
