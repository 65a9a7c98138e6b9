/// Text of strangers, wherever it comes from.
@NullMarked
package dev.tug.internal.text;

import org.jspecify.annotations.NullMarked;
