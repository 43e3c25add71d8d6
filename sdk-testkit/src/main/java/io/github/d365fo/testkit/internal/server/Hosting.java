package io.github.d365fo.testkit.internal.server;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings of a server that do not change its behaviour.
 *
 * @param port the port, or 0 for any that is free
 * @param state the directory for the state
 * @param administration whether it can be administered over HTTP
 * @param journalSize how many requests are remembered, if it was said
 * @param connections how many connections are open at once
 */
public record Hosting(
        int port, Optional<Path> state, boolean administration, Optional<Integer> journalSize, int connections) {}
