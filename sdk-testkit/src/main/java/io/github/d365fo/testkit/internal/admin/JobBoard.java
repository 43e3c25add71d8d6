package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.FakeImportJob;
import java.util.List;

/** The jobs of a server. Implementations are thread-safe. */
public interface JobBoard {
    /** Returns the jobs that take files. */
    List<FakeImportJob> imports();

    /** Returns the jobs that give packages. */
    List<FakeExportJob> exports();

    /** Returns one more job that takes files. */
    FakeImportJob addImport();

    /** Returns one more job that gives packages. */
    FakeExportJob addExport();
}
