/// Measures whole commands against real servers; nothing of Tug's runs in this process.
@NullMarked
package dev.tug.bench;

import org.jspecify.annotations.NullMarked;
