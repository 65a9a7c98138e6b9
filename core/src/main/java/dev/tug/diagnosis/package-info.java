/// What stands between this machine and its models, as values.
@NullMarked
package dev.tug.diagnosis;

import org.jspecify.annotations.NullMarked;
