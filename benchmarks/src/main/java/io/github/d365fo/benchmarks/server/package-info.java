/** The server that all clients are measured against, and a relay that makes its line slow. */
@NullMarked
package io.github.d365fo.benchmarks.server;

import org.jspecify.annotations.NullMarked;
