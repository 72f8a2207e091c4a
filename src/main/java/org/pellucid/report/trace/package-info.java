/** A training step as text, as JSON and as one page. */
package org.pellucid.report.trace;
