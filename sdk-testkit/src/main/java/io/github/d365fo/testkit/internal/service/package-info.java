/** What every part of the service shares: ids, times, refusals and settings. */
@NullMarked
package io.github.d365fo.testkit.internal.service;

import org.jspecify.annotations.NullMarked;
