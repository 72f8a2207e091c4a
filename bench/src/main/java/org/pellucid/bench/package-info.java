/** Measures the hot paths with JMH; each benchmark checks what it times. */
package org.pellucid.bench;
