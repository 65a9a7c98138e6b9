/// Examines the way to a registry, and says what it found.
@NullMarked
package dev.tug.internal.doctor;

import org.jspecify.annotations.NullMarked;
