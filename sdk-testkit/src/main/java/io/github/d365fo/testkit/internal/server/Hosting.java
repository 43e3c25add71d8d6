package io.github.d365fo.testkit.internal.server;

import io.github.d365fo.testkit.internal.http.Door;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a server that do not change its behaviour.
 *
 * @param doors the ports
 * @param hosts the names by which it is known besides those of its ports
 * @param state the directory for the state
 * @param administration whether it can be administered over HTTP
 * @param journalSize how many requests are remembered, if it was said
 * @param connections how many connections are open at once
 */
public record Hosting(
        List<Door> doors,
        List<String> hosts,
        Optional<Path> state,
        boolean administration,
        Optional<Integer> journalSize,
        int connections) {}
