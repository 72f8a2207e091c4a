/** The element-wise loops of the layers behind one interface, and their plain Java version. */
package org.pellucid.engine.loops;
