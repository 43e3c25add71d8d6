/** File transfers: complete, checked, resumed after interruptions, and in parallel where that pays off. */
@NullMarked
package io.github.d365fo.connector.internal.transfer;

import org.jspecify.annotations.NullMarked;
