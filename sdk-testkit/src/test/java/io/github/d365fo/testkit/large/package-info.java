/** Transfers too large for a normal build; each is a program of its own. */
package io.github.d365fo.testkit.large;
