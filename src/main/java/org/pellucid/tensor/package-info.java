/** Dense float arrays with a shape, parameters with their gradients, and the seeded random generator. No mathematics. */
package org.pellucid.tensor;
