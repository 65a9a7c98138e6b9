/// Values that name bytes: digests, ranges, descriptors.
@NullMarked
package dev.tug.blob;

import org.jspecify.annotations.NullMarked;
