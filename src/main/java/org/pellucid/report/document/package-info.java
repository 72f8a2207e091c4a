/** A small model of a mathematical document, apart from what it says, and its renderers: LaTeX, Markdown, HTML. */
package org.pellucid.report.document;
