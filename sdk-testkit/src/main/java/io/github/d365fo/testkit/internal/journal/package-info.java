/** What the server was asked and answered, and how a failure shows it; nothing in it is secret. */
@NullMarked
package io.github.d365fo.testkit.internal.journal;

import org.jspecify.annotations.NullMarked;
