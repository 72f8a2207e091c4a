/** Other frameworks on the same networks, weights and pictures, each in a process of its own, taking turns. */
package org.pellucid.peers;
