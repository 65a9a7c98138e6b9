/// Names and addresses of hosts: who is asked, which address is tried when, and why there is none.
@NullMarked
package dev.tug.internal.name;

import org.jspecify.annotations.NullMarked;
