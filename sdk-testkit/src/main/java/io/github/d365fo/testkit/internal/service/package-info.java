/** Shared by all parts of the service: ids, times, errors and settings. */
@NullMarked
package io.github.d365fo.testkit.internal.service;

import org.jspecify.annotations.NullMarked;
