package io.github.d365fo.connector.datamanagement;

/** The step that the client has reached in an import or export. An {@link ExecutionState} says what F&amp;O does. */
public enum ExecutionStep {
    /** Nothing has been done yet. */
    NEW,
    /** It waits for another import of the same data project. */
    WAITING,
    /** The package is being uploaded to Azure Storage. */
    UPLOADING,
    /** The execution is being started. */
    STARTING,
    /** It is unknown whether the execution started; the operation asks the service. */
    CHECKING,
    /** The execution has started; the operation polls its state. */
    RUNNING,
    /** The package is being downloaded from Azure Storage. */
    DOWNLOADING,
    /** The execution has ended and its outcome is known. */
    FINISHED
}
