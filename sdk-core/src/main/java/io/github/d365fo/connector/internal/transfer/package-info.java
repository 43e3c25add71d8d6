/** Moves files: whole, checked, resumed where they broke off, in parallel where that pays. */
@NullMarked
package io.github.d365fo.connector.internal.transfer;

import org.jspecify.annotations.NullMarked;
