/// Text of strangers, wherever it comes from, and hosts as they are written.
@NullMarked
package dev.tug.internal.text;

import org.jspecify.annotations.NullMarked;
