/** What messages, files and blobs hold, in memory, on disk, or made while it is read. */
@NullMarked
package io.github.d365fo.testkit.internal.content;

import org.jspecify.annotations.NullMarked;
