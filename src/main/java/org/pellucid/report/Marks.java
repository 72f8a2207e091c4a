package org.pellucid.report;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.commands.AffineTransformCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.Command;
import de.erichseifert.vectorgraphics2d.intermediate.commands.CreateCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DisposeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawStringCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.FillShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetClipCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetColorCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetFontCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetPaintCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetStrokeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetTransformCommand;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A drawing as a list of marks in the page's own coordinates, for the writers of SVG and PDF. VectorGraphics2D takes note of
 * what is drawn; its own writers are not used, for they neither carry type along nor keep texts at their width.
 */
final class Marks {
    /** A shape filled, or drawn if there is a stroke. */
    record Form(Shape shape, Optional<BasicStroke> stroke, Color colour, Optional<Shape> clip) implements Mark {}

    /** A text, its baseline's start at the origin of {@code place}. */
    record Text(String text, Font font, AffineTransform place, Color colour, Optional<Shape> clip) implements Mark {}

    /** Something on the page, seen only inside its clip. */
    sealed interface Mark permits Form, Text {
        Color colour();

        Optional<Shape> clip();
    }

    private static final class State {
        AffineTransform transform = new AffineTransform();
        Color colour = Color.BLACK;
        BasicStroke stroke = new BasicStroke();
        Font font = Canvas.TEXT;
        Optional<Shape> clip = Optional.empty();

        State copy() {
            State copy = new State();
            copy.transform = new AffineTransform(transform);
            copy.colour = colour;
            copy.stroke = stroke;
            copy.font = font;
            copy.clip = clip;
            return copy;
        }
    }

    private final List<Mark> marks = new ArrayList<>();
    private final Deque<State> outer = new ArrayDeque<>();
    private State now = new State();

    private Marks() {}

    /** What a drawing consists of. */
    static List<Mark> of(Consumer<Graphics2D> drawing) {
        VectorGraphics2D g = new VectorGraphics2D();
        drawing.accept(g);
        Marks marks = new Marks();
        for (Command<?> command : g.getCommands()) {
            marks.take(command);
        }
        return marks.marks;
    }

    private void take(Command<?> command) {
        if (command instanceof CreateCommand) {
            outer.push(now);
            now = now.copy();
        } else if (command instanceof DisposeCommand && !outer.isEmpty()) {
            now = outer.pop();
        } else if (command instanceof SetTransformCommand set) {
            now.transform = new AffineTransform(set.getValue());
        } else if (command instanceof AffineTransformCommand change) {
            now.transform.concatenate(change.getValue());
        } else if (command instanceof SetClipCommand set) {
            now.clip = Optional.ofNullable(set.getValue()).map(now.transform::createTransformedShape);
        } else if (command instanceof SetColorCommand set) {
            now.colour = set.getValue();
        } else if (command instanceof SetPaintCommand set && set.getValue() instanceof Color colour) {
            now.colour = colour;
        } else if (command instanceof SetStrokeCommand set && set.getValue() instanceof BasicStroke stroke) {
            now.stroke = stroke;
        } else if (command instanceof SetFontCommand set) {
            now.font = set.getValue();
        } else if (command instanceof DrawShapeCommand draw) {
            form(draw.getValue(), Optional.of(now.stroke));
        } else if (command instanceof FillShapeCommand fill) {
            form(fill.getValue(), Optional.empty());
        } else if (command instanceof DrawStringCommand draw) {
            AffineTransform place = new AffineTransform(now.transform);
            place.translate(draw.getX(), draw.getY());
            marks.add(new Text(draw.getValue(), now.font, place, now.colour, now.clip));
        }
    }

    private void form(Shape shape, Optional<BasicStroke> stroke) {
        marks.add(new Form(now.transform.createTransformedShape(shape), stroke, now.colour, now.clip));
    }
}
