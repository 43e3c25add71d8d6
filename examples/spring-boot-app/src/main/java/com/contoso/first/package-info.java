/** The first application of the guide. */
@NullMarked
package com.contoso.first;

import org.jspecify.annotations.NullMarked;
