/** A blob storage like Azure's: one container, shared access signatures, blocks, ranges and conditions. */
@NullMarked
package io.github.d365fo.testkit.internal.storage;

import org.jspecify.annotations.NullMarked;
