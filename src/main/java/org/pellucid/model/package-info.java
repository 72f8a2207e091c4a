/** A trained network on disk: spec, weights, classes, preprocessing and provenance; written whole, read strictly, asked for predictions. */
package org.pellucid.model;
