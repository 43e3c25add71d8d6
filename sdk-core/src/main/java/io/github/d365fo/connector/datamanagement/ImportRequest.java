package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.internal.wire.CompanyId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to import a package. Immutable and thread-safe; every setter returns a copy.
 *
 * <p>The service's parameters have other names: a data project is a {@code definitionGroupId}, a company a
 * {@code legalEntityId} ("Data management package REST API, ImportFromPackage").
 */
public final class ImportRequest {
    private final String dataProject;
    private final ImportAction action;
    private final @Nullable ExecutionId executionId;
    private final String company;
    private final boolean execute;
    private final boolean overwrite;
    private final String batchGroup;
    private final boolean failOnError;

    private ImportRequest(
            String dataProject,
            ImportAction action,
            @Nullable ExecutionId executionId,
            String company,
            boolean execute,
            boolean overwrite,
            String batchGroup,
            boolean failOnError) {
        this.dataProject = dataProject;
        this.action = action;
        this.executionId = executionId;
        this.company = company;
        this.execute = execute;
        this.overwrite = overwrite;
        this.batchGroup = batchGroup;
        this.failOnError = failOnError;
    }

    /**
     * Returns a request to import with the data project of this <em>name</em>, which is created if it does not exist.
     *
     * @throws IllegalArgumentException if {@code dataProject} is blank or contains a control character
     */
    public static ImportRequest of(String dataProject) {
        return new ImportRequest(
                Texts.line("dataProject", dataProject),
                ImportAction.IMPORT_FROM_PACKAGE,
                null,
                "",
                true,
                true,
                "",
                false);
    }

    /** Sets the action that starts the import. Default {@link ImportAction#IMPORT_FROM_PACKAGE}. */
    public ImportRequest action(ImportAction importAction) {
        Objects.requireNonNull(importAction, "action");
        return new ImportRequest(
                dataProject, importAction, executionId, company, execute, overwrite, batchGroup, failOnError);
    }

    /**
     * Sets the id of the execution. Default: a new one for each import. Set your own to find the execution again after
     * a restart; an id must not be used twice.
     */
    public ImportRequest executionId(ExecutionId id) {
        Objects.requireNonNull(id, "executionId");
        return new ImportRequest(dataProject, action, id, company, execute, overwrite, batchGroup, failOnError);
    }

    /**
     * Sets the legal entity by its id, such as {@code usmf}. Default: blank, which is the company of the user that the
     * client id is mapped to.
     *
     * @throws IllegalArgumentException if {@code legalEntity} is not one to four letters and digits, the form of legal
     *     entity ids
     */
    public ImportRequest company(String legalEntity) {
        return new ImportRequest(
                dataProject,
                action,
                executionId,
                CompanyId.of(legalEntity),
                execute,
                overwrite,
                batchGroup,
                failOnError);
    }

    /** Sets whether to run the import or only prepare its data project. Default true. */
    public ImportRequest execute(boolean run) {
        return new ImportRequest(dataProject, action, executionId, company, run, overwrite, batchGroup, failOnError);
    }

    /**
     * Sets whether the package may replace the definition of an existing data project. Default true; if false, the
     * service rejects an existing project. Set it to false for composite entities, of which a package may contain one.
     */
    public ImportRequest overwrite(boolean replace) {
        return new ImportRequest(dataProject, action, executionId, company, execute, replace, batchGroup, failOnError);
    }

    /**
     * Sets the batch group. Applies only to {@link ImportAction#IMPORT_FROM_DMT_PACKAGE}. Default: none.
     *
     * @throws IllegalArgumentException if {@code group} is blank or contains a control character
     */
    public ImportRequest batchGroup(String group) {
        return new ImportRequest(
                dataProject,
                action,
                executionId,
                company,
                execute,
                overwrite,
                Texts.line("batchGroup", group),
                failOnError);
    }

    /**
     * Sets whether the first error ends the import. Applies only to {@link ImportAction#IMPORT_FROM_DMT_PACKAGE}.
     * Default false.
     */
    public ImportRequest failOnError(boolean stop) {
        return new ImportRequest(dataProject, action, executionId, company, execute, overwrite, batchGroup, stop);
    }

    /** Returns the data project, by its name. */
    public String dataProject() {
        return dataProject;
    }

    /** Returns the action. */
    public ImportAction action() {
        return action;
    }

    /** Returns the id of the execution, or empty if each import gets a new one. */
    public Optional<ExecutionId> executionId() {
        return Optional.ofNullable(executionId);
    }

    /** Returns the legal entity, or a blank text if none was set. */
    public String company() {
        return company;
    }

    /** Returns whether the import runs. */
    public boolean execute() {
        return execute;
    }

    /** Returns whether the package may replace the project's definition. */
    public boolean overwrite() {
        return overwrite;
    }

    /** Returns the batch group, or a blank text if none was set. */
    public String batchGroup() {
        return batchGroup;
    }

    /** Returns whether the first error ends the import. */
    public boolean failOnError() {
        return failOnError;
    }

    /** Returns all that was set. */
    @Override
    public String toString() {
        return "ImportRequest[" + dataProject + ", " + action.actionName() + ", executionId=" + executionId
                + ", company=" + company + ", execute=" + execute + ", overwrite=" + overwrite + "]";
    }
}
