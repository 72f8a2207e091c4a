/** The mathematics: one file per operation, forward and backward, in double precision and plain loops. */
package org.pellucid.textbook;
