/** The data management API: its actions, the data projects and their executions. */
@NullMarked
package io.github.d365fo.testkit.internal.datamanagement;

import org.jspecify.annotations.NullMarked;
