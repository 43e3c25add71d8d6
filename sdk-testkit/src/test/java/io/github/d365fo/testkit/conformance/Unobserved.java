package io.github.d365fo.testkit.conformance;

/** Says that a fact can't be seen where one looks, and why. */
final class Unobserved extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unobserved(String reason) {
        super(reason);
    }
}
