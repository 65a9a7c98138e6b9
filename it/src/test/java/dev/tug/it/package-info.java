/// Tug against servers and kernels as they are: no fake in between.
@NullMarked
package dev.tug.it;

import org.jspecify.annotations.NullMarked;
