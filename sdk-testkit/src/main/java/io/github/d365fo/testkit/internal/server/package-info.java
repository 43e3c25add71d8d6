/** From the socket to the answer: what a request asks for, who answers it, and what is kept. */
@NullMarked
package io.github.d365fo.testkit.internal.server;

import org.jspecify.annotations.NullMarked;
