package io.github.d365fo.connector.internal.packages.rows;

import java.util.List;
import java.util.Map;

/**
 * A row of a data file as it was read. What it holds is not copied: whoever makes a row gives it away.
 *
 * @param name the name of its element in XML; nothing in CSV
 * @param number which row it is, from 1
 * @param fields its fields by name, in order
 * @param children the rows in it
 */
public record Row(String name, long number, Map<String, String> fields, List<Row> children) {}
