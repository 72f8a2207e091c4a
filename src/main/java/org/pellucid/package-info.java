/** Pellucid: a convolutional neural network engine to be read, and to be fast. */
package org.pellucid;
