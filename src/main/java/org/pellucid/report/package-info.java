/** Charts of a training and of its predictions, fit to print. */
package org.pellucid.report;
