/** The content of messages, files and blobs, in memory, on disk, or generated while it is read. */
@NullMarked
package io.github.d365fo.testkit.internal.content;

import org.jspecify.annotations.NullMarked;
