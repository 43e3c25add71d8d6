/**
 * Data packages: the zip files in which F&amp;O exports and imports the entities of a data project.
 *
 * <p>{@link io.github.d365fo.connector.packages.DataPackageReader} reads them as untrusted input,
 * {@link io.github.d365fo.connector.packages.DataPackageWriter} creates them, from scratch or from an exported one.
 * Both stream: their memory use does not depend on the size of a package. They can be used without a client.
 *
 * <p>XML is read by the JDK. Rows of CSV are read by <a href="https://fastcsv.org">FastCSV</a>, an <em>optional</em>
 * dependency: a reader of RFC 4180 without dependencies of its own, needed only for
 * {@link io.github.d365fo.connector.packages.DataPackageReader#rows rows} of CSV. To read those, add
 * {@code de.siegmar:fastcsv} (4.2 or later) and, in a named module, {@code requires de.siegmar.fastcsv}. Everything
 * else, including CSV files as streams, works without it.
 */
@NullMarked
package io.github.d365fo.connector.packages;

import org.jspecify.annotations.NullMarked;
