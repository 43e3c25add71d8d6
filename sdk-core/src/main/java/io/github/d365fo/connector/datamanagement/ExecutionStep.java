package io.github.d365fo.connector.datamanagement;

/** Where an import or export is in its work on this side. What F&amp;O does is told by an {@link ExecutionState}. */
public enum ExecutionStep {
    /** Nothing was done yet. */
    NEW,
    /** It waits for another import of the same data project. */
    WAITING,
    /** The package is on its way to Azure Storage. */
    UPLOADING,
    /** The execution is being started. */
    STARTING,
    /** It is not known whether the execution began, so the service is asked. */
    CHECKING,
    /** The execution began and is followed. */
    RUNNING,
    /** The package is on its way from Azure Storage. */
    DOWNLOADING,
    /** The execution ended and what became of it is known. */
    FINISHED
}
