package io.github.d365fo.testkit.internal.server;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a server runs, apart from how it behaves.
 *
 * @param port the port, or 0 for any that is free
 * @param state where the state is kept
 * @param administration whether it can be administered over HTTP
 * @param journalSize how many requests are remembered
 * @param connections how many connections are open at once
 */
public record Hosting(int port, Optional<Path> state, boolean administration, int journalSize, int connections) {}
