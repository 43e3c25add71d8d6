/** The journal of requests and answers, and its failures; it contains no secrets. */
@NullMarked
package io.github.d365fo.testkit.internal.journal;

import org.jspecify.annotations.NullMarked;
