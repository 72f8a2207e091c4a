/** Looks into both machines: the gradient certificate, which holds the textbook to calculus and the engine to the textbook. */
package org.pellucid.inspect;
