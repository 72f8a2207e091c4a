/** The training loop: schedules, averaging, early stopping, history, and checkpoints to continue from. */
package org.pellucid.train;
