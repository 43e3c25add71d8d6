/** Plans the files of a package and writes them as a zip. */
@NullMarked
package io.github.d365fo.connector.internal.packages.plan;

import org.jspecify.annotations.NullMarked;
