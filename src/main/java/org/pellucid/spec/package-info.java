/** A network as immutable data: layers, shapes, geometry, cost, the JSON form, the named models. */
package org.pellucid.spec;
