/**
 * The package API of data management: every OData action, imports and exports that survive a restart, and their
 * outcomes. Start at {@link io.github.d365fo.connector.ConnectorClient#dataManagement()}.
 */
@NullMarked
package io.github.d365fo.connector.datamanagement;

import org.jspecify.annotations.NullMarked;
