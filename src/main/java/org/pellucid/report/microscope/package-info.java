/** Explanations of single numbers, as text, as JSON and as parts of a page. */
package org.pellucid.report.microscope;
