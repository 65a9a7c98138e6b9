/// What paths bear, remembered: keys, records and their merging as arithmetic, and one file.
@NullMarked
package dev.tug.internal.profile;

import org.jspecify.annotations.NullMarked;
