/// What a GGUF file says of the model in it.
@NullMarked
package dev.tug.internal.gguf;

import org.jspecify.annotations.NullMarked;
