/** The fast machine: compiles a network into layers with their buffers; convolution, threads, losses, optimisers. */
package org.pellucid.engine;
