/** Numbers about predictions, from probabilities and labels alone: scores, curves, calibration, intervals, tests. */
package org.pellucid.evaluate;
