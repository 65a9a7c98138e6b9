/// Which bytes are asked for next, by whom and how many at once: arithmetic without clock or thread.
@NullMarked
package dev.tug.internal.plan;

import org.jspecify.annotations.NullMarked;
