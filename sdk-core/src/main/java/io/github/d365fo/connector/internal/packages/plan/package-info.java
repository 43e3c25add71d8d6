/** What a package will consist of, and how it becomes a zip. */
@NullMarked
package io.github.d365fo.connector.internal.packages.plan;

import org.jspecify.annotations.NullMarked;
