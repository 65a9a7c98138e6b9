/// Every way in which a transfer or a pull can fail, as values.
@NullMarked
package dev.tug.failure;

import org.jspecify.annotations.NullMarked;
