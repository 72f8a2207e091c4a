/** Reading, checking, splitting, labelling, augmenting, standardising and batching pictures; the synthetic faces. */
package org.pellucid.data;
