package io.github.d365fo.connector.internal.packages.plan;

import io.github.d365fo.connector.internal.packages.check.DeclaredFile;

/**
 * What a plan needs to know about an entity of the manifest. Immutable.
 *
 * @param name the entity's label
 * @param file its data file
 * @param mapped whether it maps any fields
 */
public record PlannedEntity(String name, DeclaredFile file, boolean mapped) {}
