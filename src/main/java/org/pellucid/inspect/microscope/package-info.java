/** One number of a training step explained whole: the terms it is the sum of, and the finite difference beside it. */
package org.pellucid.inspect.microscope;
