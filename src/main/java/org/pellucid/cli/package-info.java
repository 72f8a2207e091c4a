/** The terminal: parses, calls, shows; besides the page, the only room that prints and exits. */
package org.pellucid.cli;
