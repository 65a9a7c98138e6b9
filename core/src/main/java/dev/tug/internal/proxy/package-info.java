/// Which proxy is asked for which address, how it is logged in to, and the way through it.
@NullMarked
package dev.tug.internal.proxy;

import org.jspecify.annotations.NullMarked;
