/// What to do about what a path does: how many streams, when to ask again. No clock, thread or socket.
@NullMarked
package dev.tug.internal.control;

import org.jspecify.annotations.NullMarked;
