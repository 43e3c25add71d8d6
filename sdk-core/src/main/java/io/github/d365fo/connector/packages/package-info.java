/**
 * Data packages: the zip files in which F&amp;O exports and imports the entities of a data project.
 *
 * <p>{@link io.github.d365fo.connector.packages.DataPackageReader} reads them as untrusted input,
 * {@link io.github.d365fo.connector.packages.DataPackageWriter} makes them, from nothing or after the model of an
 * exported one. Both stream: their need of memory does not depend on the size of a package. They stand alone and
 * can be used without a client.
 *
 * <p>XML is read by the JDK. Rows of CSV are read by <a href="https://fastcsv.org">FastCSV</a>, an <em>optional</em>
 * dependency: a well-kept reader of RFC 4180 without dependencies of its own, which only those need who ask for
 * {@link io.github.d365fo.connector.packages.DataPackageReader#rows rows} of CSV. They add
 * {@code de.siegmar:fastcsv} (4.2 or later) and, in a named module, {@code requires de.siegmar.fastcsv}. Everything else, CSV files as
 * streams included, works without it.
 */
@NullMarked
package io.github.d365fo.connector.packages;

import org.jspecify.annotations.NullMarked;
