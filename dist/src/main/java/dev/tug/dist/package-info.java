/// What makes the packages and tries them; no part of them.
@NullMarked
package dev.tug.dist;

import org.jspecify.annotations.NullMarked;
