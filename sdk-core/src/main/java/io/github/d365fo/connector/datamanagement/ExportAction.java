package io.github.d365fo.connector.datamanagement;

/** The actions that start an export. */
public enum ExportAction {
    /** {@code ExportToPackage}: the usual one. */
    EXPORT_TO_PACKAGE("ExportToPackage", false, false),
    /** {@code ExportToPackageAsync}: returns at once; can be restricted to some entities. */
    EXPORT_TO_PACKAGE_ASYNC("ExportToPackageAsync", true, false),
    /** {@code ExportToPackagePreview}: the first rows of each entity. */
    EXPORT_TO_PACKAGE_PREVIEW("ExportToPackagePreview", false, true),
    /** {@code ExportToPackagePreviewAsync}: the first rows of each entity; returns at once. */
    EXPORT_TO_PACKAGE_PREVIEW_ASYNC("ExportToPackagePreviewAsync", false, true),
    /** {@code ExportToPackageDelta}: what changed since the last export; can be restricted to some entities. */
    EXPORT_TO_PACKAGE_DELTA("ExportToPackageDelta", true, false),
    /** {@code ExportToPackageDeltaAsync}: what changed since the last export; returns at once. */
    EXPORT_TO_PACKAGE_DELTA_ASYNC("ExportToPackageDeltaAsync", true, false);

    private final String actionName;
    private final boolean takesEntities;
    private final boolean takesPreviewCount;

    ExportAction(String actionName, boolean takesEntities, boolean takesPreviewCount) {
        this.actionName = actionName;
        this.takesEntities = takesEntities;
        this.takesPreviewCount = takesPreviewCount;
    }

    /** Returns the name of the OData action. */
    public String actionName() {
        return actionName;
    }

    /** Returns whether the action has the parameter {@code entityList}. */
    public boolean takesEntities() {
        return takesEntities;
    }

    /** Returns whether the action has the parameter {@code exportPreviewCount}. */
    public boolean takesPreviewCount() {
        return takesPreviewCount;
    }
}
