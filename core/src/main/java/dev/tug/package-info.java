/// Pulls models into Ollama's store: [Tug] is where to start.
@NullMarked
package dev.tug;

import org.jspecify.annotations.NullMarked;
