/// Ollama's model store on disk, and the staging area beside it.
@NullMarked
package dev.tug.internal.store;

import org.jspecify.annotations.NullMarked;
