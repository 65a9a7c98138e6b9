/// Whom Tug believes, who reads along, and how TLS is spoken.
@NullMarked
package dev.tug.internal.tls;

import org.jspecify.annotations.NullMarked;
