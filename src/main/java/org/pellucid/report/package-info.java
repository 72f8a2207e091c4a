/** Charts, tables, pictures and pages about trainings, models and data, fit to print. */
package org.pellucid.report;
