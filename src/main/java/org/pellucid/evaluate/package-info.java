/** Numbers about predictions, from probabilities and labels alone: scores, a confusion matrix, intervals. */
package org.pellucid.evaluate;
