/// HTTP over TLS behind one port: requests, responses, trust.
@NullMarked
package dev.tug.internal.http;

import org.jspecify.annotations.NullMarked;
