package io.github.d365fo.testkit;

/**
 * A row that an import of the fake server refuses. Immutable and thread-safe.
 *
 * @param recordId which record it is, as the service numbers them
 * @param field the field that is wrong, or an empty text for the record as a whole
 * @param message what is wrong with it
 */
public record ImportError(String recordId, String field, String message) {}
