package io.github.d365fo.spring.autoconfigure;

/** The application is set up wrongly. The message says what is wrong, and never holds a secret. */
class SetupException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String action;

    /**
     * Creates one.
     *
     * @param problem what is wrong
     * @param action what to do about it, in sentences
     */
    SetupException(String problem, String action) {
        super(problem);
        this.action = action;
    }

    /** Returns what to do about it. */
    final String action() {
        return action;
    }
}
