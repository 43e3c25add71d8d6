/** From the socket to the answer: routes, dispatching, and the stored state. */
@NullMarked
package io.github.d365fo.testkit.internal.server;

import org.jspecify.annotations.NullMarked;
