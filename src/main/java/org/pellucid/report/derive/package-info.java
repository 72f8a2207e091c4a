/** The mathematics of a network, derived from its spec: formulas, derivations, worked examples, tables. */
package org.pellucid.report.derive;
