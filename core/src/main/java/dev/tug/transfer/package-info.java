/// How many streams a transfer may run, and what became of its connections.
@NullMarked
package dev.tug.transfer;

import org.jspecify.annotations.NullMarked;
