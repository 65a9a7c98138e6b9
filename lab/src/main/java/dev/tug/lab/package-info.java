/// A registry, its CDN and a TLS-inspecting appliance on loopback, with the faults of real networks.
@NullMarked
package dev.tug.lab;

import org.jspecify.annotations.NullMarked;
