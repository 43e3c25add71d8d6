package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.internal.wire.CompanyId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to export. Immutable and thread-safe; every setter returns a copy.
 *
 * <p>The service's parameters have other names: a data project is a {@code definitionGroupId}, a company a
 * {@code legalEntityId} ("Data management package REST API, ExportToPackage").
 */
public final class ExportRequest {
    private static final int DEFAULT_PREVIEW = 100;

    private final String dataProject;
    private final ExportAction action;
    private final String packageName;
    private final @Nullable ExecutionId executionId;
    private final String company;
    private final boolean reExecute;
    private final List<String> entities;
    private final int previewCount;

    private ExportRequest(
            String dataProject,
            ExportAction action,
            String packageName,
            @Nullable ExecutionId executionId,
            String company,
            boolean reExecute,
            List<String> entities,
            int previewCount) {
        this.dataProject = dataProject;
        this.action = action;
        this.packageName = packageName;
        this.executionId = executionId;
        this.company = company;
        this.reExecute = reExecute;
        this.entities = entities;
        this.previewCount = previewCount;
    }

    /**
     * Returns a request to export the data project with this <em>name</em>.
     *
     * @throws IllegalArgumentException if {@code dataProject} is blank or contains a control character
     */
    public static ExportRequest of(String dataProject) {
        return new ExportRequest(
                Texts.line("dataProject", dataProject),
                ExportAction.EXPORT_TO_PACKAGE,
                "",
                null,
                "",
                false,
                List.of(),
                DEFAULT_PREVIEW);
    }

    /** Sets the action that starts the export. Default {@link ExportAction#EXPORT_TO_PACKAGE}. */
    public ExportRequest action(ExportAction exportAction) {
        Objects.requireNonNull(exportAction, "action");
        return new ExportRequest(
                dataProject, exportAction, packageName, executionId, company, reExecute, entities, previewCount);
    }

    /**
     * Sets the file name of the package. Default: blank, and the service chooses.
     *
     * @throws IllegalArgumentException if {@code name} is blank or contains a control character
     */
    public ExportRequest packageName(String name) {
        return new ExportRequest(
                dataProject,
                action,
                Texts.line("packageName", name),
                executionId,
                company,
                reExecute,
                entities,
                previewCount);
    }

    /**
     * Sets the id of the execution. Default: a new one for each export. Set your own to find the execution again after
     * a restart; an id must not be used twice, except with {@link #reExecute(boolean)}.
     */
    public ExportRequest executionId(ExecutionId id) {
        Objects.requireNonNull(id, "executionId");
        return new ExportRequest(dataProject, action, packageName, id, company, reExecute, entities, previewCount);
    }

    /**
     * Sets the legal entity by its id, such as {@code usmf}. Default: blank, which is the company of the user that the
     * client id is mapped to.
     *
     * @throws IllegalArgumentException if {@code legalEntity} is not one to four letters and digits, the form of legal
     *     entity ids
     */
    public ExportRequest company(String legalEntity) {
        return new ExportRequest(
                dataProject,
                action,
                packageName,
                executionId,
                CompanyId.of(legalEntity),
                reExecute,
                entities,
                previewCount);
    }

    /** Sets whether to run an execution again that has run before. Default false. */
    public ExportRequest reExecute(boolean again) {
        return new ExportRequest(dataProject, action, packageName, executionId, company, again, entities, previewCount);
    }

    /**
     * Restricts the export to some entities of the data project, by their labels. Applies only to actions whose
     * {@link ExportAction#takesEntities()} is true. Default: all.
     *
     * @throws IllegalArgumentException if a label is blank or contains a control character or a comma, which separates
     *     the labels
     */
    public ExportRequest entities(List<String> labels) {
        return new ExportRequest(
                dataProject,
                action,
                packageName,
                executionId,
                company,
                reExecute,
                Texts.labels("entities", labels),
                previewCount);
    }

    /**
     * Sets how many rows of each entity a preview contains. Applies only to actions whose
     * {@link ExportAction#takesPreviewCount()} is true. Default 100.
     *
     * @throws IllegalArgumentException if {@code rows} is not positive
     */
    public ExportRequest previewCount(int rows) {
        return new ExportRequest(
                dataProject,
                action,
                packageName,
                executionId,
                company,
                reExecute,
                entities,
                Texts.positive("previewCount", rows));
    }

    /** Returns the data project, by its name. */
    public String dataProject() {
        return dataProject;
    }

    /** Returns the action. */
    public ExportAction action() {
        return action;
    }

    /** Returns the name of the package's file, or a blank text if none was set. */
    public String packageName() {
        return packageName;
    }

    /** Returns the id of the execution, or empty if each export gets a new one. */
    public Optional<ExecutionId> executionId() {
        return Optional.ofNullable(executionId);
    }

    /** Returns the legal entity, or a blank text if none was set. */
    public String company() {
        return company;
    }

    /** Returns whether an execution runs again that has run before. */
    public boolean reExecute() {
        return reExecute;
    }

    /** Returns the labels of the entities; empty for all. */
    public List<String> entities() {
        return entities;
    }

    /** Returns how many rows of each entity a preview contains. */
    public int previewCount() {
        return previewCount;
    }

    /** Returns all that was set. */
    @Override
    public String toString() {
        return "ExportRequest[" + dataProject + ", " + action.actionName() + ", executionId=" + executionId
                + ", company=" + company + "]";
    }
}
