package io.github.d365fo.examples.boot;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the tests of a class, in a process of its own. */
final class RunTests {
    private RunTests() {}

    public static void main(String[] arguments) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(arguments[0]))
                                .build(),
                        summary);
        summary.getSummary()
                .getFailures()
                .forEach(failure -> failure.getException().printStackTrace());
        System.out.println(summary.getSummary().getTestsSucceededCount() + " tests passed, "
                + summary.getSummary().getTestsFailedCount() + " failed");
        // As Maven's runner does: contexts that are kept for later are closed with the process, and their feeds go on
        // till then.
        System.exit(0);
    }
}
