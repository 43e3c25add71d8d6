/** The import feed: a journal of files, the folders they move through, and the steps that take each to its end. */
@NullMarked
package io.github.d365fo.feed.internal.imports;

import org.jspecify.annotations.NullMarked;
