/** One training step, layer by layer: shapes, values, gradients, statistics and some numbers explained. */
package org.pellucid.inspect.trace;
