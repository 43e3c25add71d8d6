package io.github.d365fo.testkit.conformance;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that the fake takes for true of the service, and how to see whether it is.
 *
 * @param name what it is called in the table
 * @param says the fact, in a sentence
 * @param confidence how far it is to be trusted
 * @param effect what looking does to an environment
 * @param expected what the fake answers
 * @param probe how to look
 */
record Fact(String name, String says, Confidence confidence, Effect effect, String expected, Probe probe) {
    /** Looks, and says what there is in few words that hold no secret and are the same each time. */
    interface Probe {
        String of(Target target) throws IOException, InterruptedException;
    }

    /** Returns every fact, in an order in which they can be asked of one environment. */
    static List<Fact> all() {
        return Stream.of(
                        ConnectorFacts.ALL,
                        ActionFacts.ALL,
                        UnknownIdFacts.ALL,
                        StorageFacts.ALL,
                        EnqueueFacts.ALL,
                        PolicyFacts.ALL,
                        ExportFacts.ALL,
                        RedeliveryFacts.ALL)
                .flatMap(List::stream)
                .toList();
    }

    static Fact documented(String name, String says, String expected, Probe probe) {
        return new Fact(name, says, Confidence.DOCUMENTED, Effect.NONE, expected, probe);
    }

    static Fact reported(String name, String says, String expected, Probe probe) {
        return new Fact(name, says, Confidence.REPORTED, Effect.NONE, expected, probe);
    }

    static Fact guessed(String name, String says, String expected, Probe probe) {
        return new Fact(name, says, Confidence.GUESSED, Effect.NONE, expected, probe);
    }

    Fact writes() {
        return new Fact(name, says, confidence, Effect.WRITES, expected, probe);
    }

    Fact slow() {
        return new Fact(name, says, confidence, Effect.SLOW, expected, probe);
    }

    String observe(Target target) throws IOException, InterruptedException {
        return probe.of(target);
    }

    @Override
    public String toString() {
        return name;
    }
}
