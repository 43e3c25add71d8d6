package io.github.d365fo.testkit.conformance;

/** How far a fact is to be trusted as long as nobody has measured it; see docs/fake-connector-server.md. */
enum Confidence {
    DOCUMENTED,
    REPORTED,
    GUESSED
}
