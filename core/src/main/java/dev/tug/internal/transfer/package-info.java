/// Moves blobs over a network that may cut, stall or rewrite: planning, retrying, streams, hashing.
@NullMarked
package dev.tug.internal.transfer;

import org.jspecify.annotations.NullMarked;
