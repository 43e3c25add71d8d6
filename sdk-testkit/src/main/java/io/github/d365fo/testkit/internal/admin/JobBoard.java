package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.FakeImportJob;
import java.util.List;

/** The jobs of a server. Implementations are thread-safe. */
public interface JobBoard {
    /** Returns the import jobs. */
    List<FakeImportJob> imports();

    /** Returns the export jobs. */
    List<FakeExportJob> exports();

    /** Adds an import job and returns it. */
    FakeImportJob addImport();

    /** Adds an export job and returns it. */
    FakeExportJob addExport();

    /**
     * Adds an import job with this id and returns it.
     *
     * @throws IllegalStateException if there is a job with it
     */
    FakeImportJob addImport(ActivityId id);

    /**
     * Adds an export job with this id and returns it.
     *
     * @throws IllegalStateException if there is a job with it
     */
    FakeExportJob addExport(ActivityId id);
}
