package io.github.d365fo.connector.internal.packages.rows;

import java.util.List;
import java.util.Map;

/**
 * A row of a data file as it was read. Its collections are not copied: the creator must not change them afterwards.
 *
 * @param name the name of its element in XML; blank in CSV
 * @param number its number, from 1
 * @param fields its fields by name, in order; immutable
 * @param children the rows inside it
 */
public record Row(String name, long number, Map<String, String> fields, List<Row> children) {}
