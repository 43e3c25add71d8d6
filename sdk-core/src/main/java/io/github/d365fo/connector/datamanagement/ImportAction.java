package io.github.d365fo.connector.datamanagement;

/** The actions that import a package. */
public enum ImportAction {
    /** {@code ImportFromPackage}: returns when the package is unpacked, which may take minutes. The usual one. */
    IMPORT_FROM_PACKAGE("ImportFromPackage"),
    /** {@code ImportFromPackageAsync}: returns at once. */
    IMPORT_FROM_PACKAGE_ASYNC("ImportFromPackageAsync"),
    /** {@code ImportFromDMTPackage}: also accepts a batch group and whether to stop at the first error. */
    IMPORT_FROM_DMT_PACKAGE("ImportFromDMTPackage");

    private final String actionName;

    ImportAction(String actionName) {
        this.actionName = actionName;
    }

    /** Returns the name of the OData action. */
    public String actionName() {
        return actionName;
    }
}
