package io.github.d365fo.testkit;

/** The switches of a fake server; the builder's setters say what each is. */
record FakeServerSettings(
        long largestFile,
        boolean downloadsOnPort80,
        boolean downloadRanges,
        boolean stateNames,
        boolean repeatedAcknowledgement) {}
