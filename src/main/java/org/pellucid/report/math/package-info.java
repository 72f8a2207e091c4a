/** Formulas, written once in TeX, as plain text and as MathML. */
package org.pellucid.report.math;
