package org.pellucid.data;

/**
 * Where a face stands in the picture: turned, scaled and shifted.
 *
 * @param cos of the angle, clockwise on the screen
 * @param sin of the angle
 * @param scale pixels for one unit of the face
 * @param column of the face's middle
 * @param row of the face's middle
 */
record Pose(double cos, double sin, double scale, double column, double row) {

    static Pose of(double degrees, double scale, double column, double row) {
        double angle = StrictMath.toRadians(degrees);
        return new Pose(StrictMath.cos(angle), StrictMath.sin(angle), scale, column, row);
    }

    double column(double x, double y) {
        return column + scale * (cos * x - sin * y);
    }

    double row(double x, double y) {
        return row + scale * (sin * x + cos * y);
    }

    double x(double atColumn, double atRow) {
        return (cos * (atColumn - column) + sin * (atRow - row)) / scale;
    }

    double y(double atColumn, double atRow) {
        return (-sin * (atColumn - column) + cos * (atRow - row)) / scale;
    }
}
