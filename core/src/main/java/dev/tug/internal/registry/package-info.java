/// What registries say and want: manifests, locations of blobs, credentials and tokens.
@NullMarked
package dev.tug.internal.registry;

import org.jspecify.annotations.NullMarked;
