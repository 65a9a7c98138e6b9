/// How fast bytes may come: the user's limit, and giving way to others.
@NullMarked
package dev.tug.internal.rate;

import org.jspecify.annotations.NullMarked;
