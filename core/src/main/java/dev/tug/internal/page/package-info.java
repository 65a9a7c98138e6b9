/// Whose answer it is that is not what was asked for: a filter's, a portal's, a proxy's; pure.
@NullMarked
package dev.tug.internal.page;

import org.jspecify.annotations.NullMarked;
