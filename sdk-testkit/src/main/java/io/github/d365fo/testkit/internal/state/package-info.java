/** What a server keeps in a directory, so that the next one goes on where it ended. */
@NullMarked
package io.github.d365fo.testkit.internal.state;

import org.jspecify.annotations.NullMarked;
