package org.pellucid.data;

import org.pellucid.tensor.Rng;

/** Draws one face of 48×48: first who it is and how it stands, then its expression, then the light that falls on it. */
final class FacePainter {
    static final int EDGE = 48;

    private final Rng rng;
    private final Expression e;
    private final Canvas canvas;
    // Tones, 0 … 1: of the skin, of the lines drawn on it, of the whites of eyes and teeth, of hair.
    private final double skin;
    private final double ink;
    private final double white;
    private final double hair;
    // Identity: measures of this head.
    private final double headWidth;
    private final double eyeX;
    private final double eyeY;
    private final double eyeSize;
    private final double browY;
    private final double line;
    private final double mouthY;
    private final double mouthSize;
    private final double turn;

    private FacePainter(int emotion, Rng rng) {
        this.rng = rng;
        e = Expression.draw(emotion, rng);
        // Ink on paper or chalk on slate: no weighted sum of pixels can rely on the sign of a line.
        boolean chalk = rng.nextDouble() < 0.25;
        double paper = rng.uniform(0.58, 0.88);
        double dark = rng.uniform(0.05, 0.22);
        skin = chalk ? 1 - paper : paper;
        ink = chalk ? 1 - dark : dark;
        white = chalk ? skin - 0.14 : Math.min(1, skin + 0.2);
        hair = skin + (ink - skin) * rng.uniform(0.35, 1.0);
        double background = rng.nextBoolean()
                ? skin + (ink - skin) * rng.uniform(0.3, 0.7)
                : skin + (white - skin) * rng.uniform(0.3, 1);
        Pose pose = Pose.of(
                rng.uniform(-12.0, 12.0),
                rng.uniform(17.5, 21.5),
                23.5 + rng.uniform(-2.0, 2.0),
                24.5 + rng.uniform(-1.5, 1.5));
        canvas = new Canvas(EDGE, background, pose);
        headWidth = rng.uniform(0.72, 0.9);
        eyeX = rng.uniform(0.30, 0.38);
        eyeY = rng.uniform(-0.18, -0.06);
        eyeSize = rng.uniform(0.85, 1.15);
        browY = eyeY - rng.uniform(0.27, 0.34);
        line = rng.uniform(0.036, 0.055);
        mouthY = rng.uniform(0.46, 0.56);
        mouthSize = rng.uniform(0.30, 0.38);
        turn = rng.uniform(-0.14, 0.14);
    }

    /** [48, 48] grey values. */
    static void paint(int emotion, Rng rng, byte[] out, int offset) {
        FacePainter painter = new FacePainter(emotion, rng);
        painter.head();
        painter.eyes();
        painter.nose();
        painter.mouth();
        painter.cover();
        painter.light(out, offset);
    }

    private void head() {
        double style = rng.nextDouble();
        if (style < 0.8) {
            double spread = rng.uniform(1.06, 1.22);
            double fall = rng.nextDouble() < 0.35 ? 0.9 : 0;
            canvas.ellipse(hair, 1, 0, -0.12 + fall / 2, headWidth * spread, 1.02 + fall / 4);
        }
        double ear = headWidth * 0.98;
        canvas.ellipse(skin, 1, -ear, 0.02, 0.13, 0.19);
        canvas.ellipse(skin, 1, ear, 0.02, 0.13, 0.19);
        Canvas.Shape skull = Canvas.ellipse(0, 0, headWidth, 1);
        double outline = skin + 0.6 * (ink - skin);
        canvas.fill(0, 0, 1, outline, 1, skull);
        canvas.fill(0, 0, 1, skin, 1, (x, y) -> skull.distance(x, y) + 0.05);
        double hairline = rng.uniform(-0.72, -0.6);
        double slant = rng.uniform(-0.25, 0.25);
        double bend = rng.uniform(-0.3, 0.5);
        if (style < 0.8) {
            Canvas.Shape below = (x, y) -> y - hairline - slant * x - bend * x * x;
            canvas.fill(0, -0.5, 1.1, hair, 1, (x, y) -> Math.max(skull.distance(x, y), below.distance(x, y)));
        }
        if (rng.nextDouble() < 0.3) {
            double blush = skin + 0.18 * (ink - skin);
            canvas.ellipse(blush, 0.8, turn - 0.45, 0.28, 0.15, 0.1);
            canvas.ellipse(blush, 0.8, turn + 0.45, 0.28, 0.15, 0.1);
        }
    }

    private void eyes() {
        double gaze = rng.uniform(-0.035, 0.035);
        for (int side = -1; side <= 1; side += 2) {
            eye(side, side * eyeX + turn, gaze);
            brow(side, side * eyeX + turn);
        }
    }

    private void eye(int side, double cx, double gaze) {
        double rx = 0.15 * eyeSize;
        double ry = 0.115 * eyeSize * e.eyeOpen();
        if (e.eyeSmile()) {
            canvas.stroke(ink, line, cx - rx, eyeY + 0.05, cx, eyeY - 0.17, cx + rx, eyeY + 0.05);
            return;
        }
        Canvas.Shape ball = Canvas.ellipse(cx, eyeY, rx, ry);
        // The upper lid: a line that hangs, or rises, outward.
        double lid = eyeY - ry + Math.abs(e.lidSlope());
        Canvas.Shape open = (x, y) -> Math.max(ball.distance(x, y), lid + side * (x - cx) * 2.2 * e.lidSlope() - y);
        canvas.fill(cx, eyeY, 0.3, white, 1, open);
        Canvas.Shape pupil = Canvas.ellipse(cx + gaze, eyeY, 0.062 * eyeSize, 0.07 * eyeSize);
        canvas.fill(cx, eyeY, 0.3, ink, 1, (x, y) -> Math.max(pupil.distance(x, y), open.distance(x, y)));
        canvas.fill(cx, eyeY, 0.3, ink, 0.8, (x, y) -> Math.abs(open.distance(x, y)) - 0.55 * line);
    }

    private void brow(int side, double cx) {
        double inner = cx - side * 0.15;
        double outer = cx + side * 0.19;
        double yInner = browY - e.browInner();
        double yOuter = browY - e.browOuter() + 0.02;
        double yMiddle = (yInner + yOuter) / 2 - 2 * e.browArch() - 0.02;
        canvas.stroke(ink, 1.15 * line, inner, yInner, (inner + outer) / 2, yMiddle, outer, yOuter);
    }

    private void nose() {
        double x = 1.5 * turn;
        double side = turn < 0 ? -1 : 1;
        double tone = skin + 0.7 * (ink - skin);
        double tip = rng.uniform(0.2, 0.27);
        canvas.stroke(tone, 0.7 * line, x + side * 0.02, eyeY + 0.14, x + side * 0.13, tip, x - side * 0.07, tip);
        if (e.noseWrinkle() > 0) {
            double wrinkle = skin + Math.min(1, 0.8 * e.noseWrinkle()) * (ink - skin);
            double top = eyeY + 0.03;
            for (int s = -1; s <= 1; s += 2) {
                canvas.stroke(
                        wrinkle, 0.6 * line, x + s * 0.06, top - 0.02, x + s * 0.1, top + 0.02, x + s * 0.15, top);
                canvas.stroke(
                        wrinkle,
                        0.55 * line,
                        x + s * 0.15,
                        tip - 0.09,
                        x + s * 0.23,
                        tip - 0.07,
                        x + s * 0.26,
                        tip + 0.03);
            }
        }
    }

    private void mouth() {
        double cx = 1.2 * turn;
        double w = mouthSize * e.mouthWidth();
        double reach = w + e.mouthOpen() + Math.abs(e.mouthCurve()) + 0.2;
        Canvas.Shape gap = (x, y) -> {
            double t = (x - cx) / w;
            double s = Math.max(0, 1 - t * t);
            double bend = 1.4 * e.mouthCurve() * (0.5 - t * t);
            double middle = mouthY + bend + e.mouthTilt() * t + 2.6 * e.mouthWave() * t * s;
            double half = e.mouthOpen() * ((1 - e.mouthRound()) * s + e.mouthRound() * Math.sqrt(s));
            double slope = (-2.8 * e.mouthCurve() * t + e.mouthTilt() + 2.6 * e.mouthWave() * (1 - 3 * t * t)) / w;
            double vertical = (Math.abs(y - middle) - half) / Math.sqrt(1 + slope * slope);
            return Math.max(vertical, Math.abs(x - cx) - w);
        };
        if (e.mouthOpen() > 0) {
            double deep = ink + 0.15 * (skin - ink);
            canvas.fill(cx, mouthY, reach, deep, 1, gap);
            if (e.teeth()) {
                double bite = mouthY + 0.35 * e.mouthCurve();
                canvas.fill(cx, mouthY, reach, white, 1, (x, y) -> Math.max(gap.distance(x, y) + 0.02, y - bite));
            }
        }
        canvas.fill(cx, mouthY, reach, ink, 1, (x, y) -> Math.abs(gap.distance(x, y)) - line);
    }

    /** Now and then spectacles, now and then something that stands before the face. */
    private void cover() {
        if (rng.nextDouble() < 0.12) {
            double rim = skin + 0.7 * (ink - skin);
            for (int side = -1; side <= 1; side += 2) {
                double cx = side * eyeX + turn;
                Canvas.Shape glass = Canvas.ellipse(cx, eyeY + 0.02, 0.25, 0.22);
                canvas.fill(cx, eyeY, 0.4, rim, 1, (x, y) -> Math.abs(glass.distance(x, y)) - 0.6 * line);
            }
            double bridge = eyeX - 0.25;
            canvas.stroke(rim, 0.6 * line, turn - bridge, eyeY, turn, eyeY - 0.03, turn + bridge, eyeY);
        }
        if (rng.nextDouble() < 0.15) {
            double cx = rng.uniform(-0.9, 0.9);
            double cy = rng.uniform(-0.9, 0.9);
            canvas.ellipse(rng.uniform(0.1, 0.9), 1, cx, cy, rng.uniform(0.12, 0.24), rng.uniform(0.12, 0.24));
        }
    }

    private void light(byte[] out, int offset) {
        double gx = rng.uniform(-0.3, 0.3);
        double gy = rng.uniform(-0.3, 0.3);
        double contrast = rng.uniform(0.55, 1.05);
        double level = rng.uniform(-0.1, 0.1);
        double noise = rng.uniform(0.01, 0.05);
        double[] tones = canvas.tones();
        for (int i = 0; i < tones.length; i++) {
            double x = (i % EDGE) / (EDGE - 1.0) - 0.5;
            double y = (i / EDGE) / (EDGE - 1.0) - 0.5;
            double v = 0.5 + contrast * (tones[i] - 0.5) + level + gx * x + gy * y + noise * grain();
            out[offset + i] = (byte) (int) (255 * Math.max(0, Math.min(1, v)) + 0.5);
        }
    }

    /** Nearly normal, deviation 1: the sum of four uniforms out of one draw, cheaper than a logarithm. */
    private double grain() {
        long bits = rng.nextLong();
        long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
        return (sum - 131070) / 37837.0;
    }
}
