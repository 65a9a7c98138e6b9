/// Pulls through modelled networks in virtual time. One thread a pull; nothing here reads a clock.
@NullMarked
package dev.tug.sim;

import org.jspecify.annotations.NullMarked;
