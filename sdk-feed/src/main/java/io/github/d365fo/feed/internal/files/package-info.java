/** What a feed keeps on disk: files that are whole or not there, logs that survive a cut, and who may write to them. */
@NullMarked
package io.github.d365fo.feed.internal.files;

import org.jspecify.annotations.NullMarked;
