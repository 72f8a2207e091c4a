package org.pellucid.data;

import org.pellucid.tensor.Rng;

/**
 * The geometry of an expression, in units of the face; after Ekman and Friesen's action units, much simplified.
 *
 * @param browInner how far the inner end of the brow is raised
 * @param browOuter how far the outer end is raised
 * @param browArch how far the middle of the brow is raised above its ends
 * @param eyeOpen height of the open eye, 1 at rest
 * @param lidSlope how far the outer end of the lid hangs
 * @param eyeSmile whether the eyes are closed to arcs, as in laughing
 * @param mouthWidth half width of the mouth, 1 at rest
 * @param mouthCurve how far the corners are raised above the middle
 * @param mouthOpen half height of the open mouth
 * @param mouthRound 0 a lens, 1 an ellipse
 * @param mouthWave an S along the mouth
 * @param mouthTilt how far one corner is lower than the middle
 * @param teeth whether teeth show where the mouth is open
 * @param noseWrinkle darkness of the wrinkles beside the root of the nose
 */
record Expression(
        double browInner,
        double browOuter,
        double browArch,
        double eyeOpen,
        double lidSlope,
        boolean eyeSmile,
        double mouthWidth,
        double mouthCurve,
        double mouthOpen,
        double mouthRound,
        double mouthWave,
        double mouthTilt,
        boolean teeth,
        double noseWrinkle) {

    /** Draws one of FER2013's emotions, with its own strength and ways of showing it. */
    static Expression draw(int emotion, Rng rng) {
        double k = rng.uniform(0.45, 1.1);
        boolean variant = rng.nextDouble() < 0.4;
        double side = rng.nextBoolean() ? 1 : -1;
        Expression e = switch (emotion) {
            // angry: brows drawn down to the nose, eyes narrow, mouth pressed or teeth bared
            case 0 ->
                new Expression(
                        -0.17 * k,
                        0.10 * k,
                        0,
                        1 - 0.3 * k,
                        -0.08 * k,
                        false,
                        variant ? 0.95 : 0.8,
                        -0.07 * k,
                        variant ? 0.09 * k : 0,
                        0.6,
                        0,
                        0,
                        variant,
                        0.2 * k);
            // disgust: nose wrinkled, eyes squeezed, the mouth twisted
            case 1 ->
                new Expression(
                        -0.07 * k,
                        -0.03 * k,
                        0.02,
                        1 - 0.5 * k,
                        0,
                        false,
                        0.9,
                        -0.08 * k,
                        variant ? 0.06 * k : 0,
                        0,
                        side * 0.085 * k,
                        side * 0.04 * k,
                        false,
                        k);
            // fear: brows raised and drawn together, eyes wide, mouth stretched
            case 2 ->
                new Expression(
                        0.17 * k,
                        -0.02 * k,
                        0,
                        1 + 0.4 * k,
                        0.02,
                        false,
                        1.15,
                        -0.06 * k,
                        0.10 * k,
                        0.7,
                        0,
                        0,
                        true,
                        0);
            // happy: corners up, the mouth open or not, the eyes laughing or not
            case 3 ->
                new Expression(
                        0.03 * k,
                        0.02 * k,
                        0.06 * k,
                        1 - 0.1 * k,
                        0,
                        variant,
                        1.1,
                        0.17 * k,
                        rng.nextBoolean() ? 0.09 * k : 0,
                        0,
                        0,
                        0,
                        true,
                        0);
            // sad: inner brows up, lids hanging, corners down
            case 4 ->
                new Expression(
                        0.14 * k, -0.08 * k, 0, 1 - 0.3 * k, 0.10 * k, false, 0.8, -0.14 * k, 0, 0, 0, 0, false, 0);
            // surprise: brows high and arched, eyes wide, mouth round
            case 5 ->
                new Expression(
                        0.13 * k, 0.10 * k, 0.08 * k, 1 + 0.45 * k, 0, false, 0.55, 0, 0.17 * k, 1, 0, 0, false, 0);
            default -> new Expression(0, 0, 0.03, 1, 0, false, 0.9, 0, 0, 0, 0, 0, false, 0);
        };
        return e.jitter(rng);
    }

    private Expression jitter(Rng rng) {
        return new Expression(
                browInner + 0.025 * rng.nextGaussian(),
                browOuter + 0.025 * rng.nextGaussian(),
                browArch + 0.02 * rng.nextGaussian(),
                Math.max(0.25, eyeOpen + 0.10 * rng.nextGaussian()),
                lidSlope + 0.02 * rng.nextGaussian(),
                eyeSmile,
                mouthWidth * rng.uniform(0.9, 1.1),
                mouthCurve + 0.02 * rng.nextGaussian(),
                mouthOpen == 0 ? 0 : Math.max(0.03, mouthOpen + 0.02 * rng.nextGaussian()),
                mouthRound,
                mouthWave + 0.015 * rng.nextGaussian(),
                mouthTilt + 0.025 * rng.nextGaussian(),
                teeth,
                noseWrinkle);
    }
}
