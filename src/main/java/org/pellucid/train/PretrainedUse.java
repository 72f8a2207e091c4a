package org.pellucid.train;

/**
 * That a run starts from a trained model's weights, and from which.
 *
 * @param model its folder
 * @param weightsSha256 64 hexadecimal digits
 */
public record PretrainedUse(String model, String weightsSha256) {}
