package io.github.d365fo.spring.autoconfigure;

/** A property that is missing or wrong. */
final class PropertyException extends SetupException {
    private static final long serialVersionUID = 1;

    /**
     * Creates one.
     *
     * @param property the name of the property
     * @param problem what is wrong, as the rest of a sentence that begins with the name and a colon
     * @param action what to do about it, in sentences
     */
    PropertyException(String property, String problem, String action) {
        super(property + ": " + problem, action);
    }
}
