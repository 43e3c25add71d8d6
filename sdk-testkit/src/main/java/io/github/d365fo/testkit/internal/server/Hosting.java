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
 * @param setup the file and the directory with what it begins with
 * @param connections how many connections are open at once
 */
public record Hosting(
        List<Door> doors,
        List<String> hosts,
        Optional<Path> state,
        boolean administration,
        Optional<Integer> journalSize,
        Beginning setup,
        int connections) {

    /**
     * What a server begins with.
     *
     * @param config a file of settings, applied at each start
     * @param seed a directory with packages, published unless a stored state continues
     */
    public record Beginning(Optional<Path> config, Optional<Path> seed) {}
}
