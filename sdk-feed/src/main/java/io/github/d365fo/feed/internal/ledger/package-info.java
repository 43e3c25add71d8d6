/** The ledgers that come with the SDK: in memory, in a directory, and in a database. */
@NullMarked
package io.github.d365fo.feed.internal.ledger;

import org.jspecify.annotations.NullMarked;
