/** A blob storage as Azure has it: one container, shared access signatures, blocks, ranges and conditions. */
@NullMarked
package io.github.d365fo.testkit.internal.storage;

import org.jspecify.annotations.NullMarked;
