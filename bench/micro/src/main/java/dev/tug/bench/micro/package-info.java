/// What a pull does most often, each alone: run by `bench/jmh`.
@NullMarked
package dev.tug.bench.micro;

import org.jspecify.annotations.NullMarked;
