/// The command: arguments in, progress and exit code out.
@NullMarked
package dev.tug.cli;

import org.jspecify.annotations.NullMarked;
