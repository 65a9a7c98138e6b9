/// What a model is called and what it is made of.
@NullMarked
package dev.tug.model;

import org.jspecify.annotations.NullMarked;
